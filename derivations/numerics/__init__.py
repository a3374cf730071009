"""The mathematics of the chapters as plain NumPy kernels; nothing here knows of claims, checks or pages."""
