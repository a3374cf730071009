// Answers formulas, a JSON object a line, rendered by the KaTeX whose path is the argument.
// A displayed one that is long becomes boxes within boxes, so that it breaks where a narrow page asks for it: after a
// comma, before a relation, before a sign of a sum, between factors, and only then within brackets.
const katex = require(process.argv[2]);

const LIMIT = 12; // em, estimated: what is shorter fits on every page
const QUAD = 1;
const THIN = 0.2; // em: KaTeX puts a sixth between factors, and a differential stands off by two of those
const FACTOR = 3; // em: a shorter factor, such as a half, does not stand alone on a line

const is = (node, ...kinds) => kinds.some(kind => node?.classes?.includes(kind));
const space = node => (is(node, "mspace") ? parseFloat(node.style.marginRight ?? 0) : 0);
const script = node => (is(node, "size3") ? 0.7 : is(node, "size1") ? 0.5 : 1);

function width(node) {
  if (node.text !== undefined) return node.text.length > 1 ? 0.5 * node.text.length : node.width;
  const parts = node.children ?? [];
  const own = is(node, "vlist-t", "vlist", "vlist-r") ? Math.max(0, ...parts.map(width)) : total(parts);
  return own * (is(node, "sizing") ? script(node) : 1) + space(node);
}

function total(nodes) {
  return nodes.reduce((sum, node) => sum + width(node), 0);
}

const LEVELS = [
  ({ before, gap }) => is(before, "mpunct") || gap >= QUAD,
  ({ before, node }) => is(node, "mrel") && !is(before, "mrel"),
  ({ node }) => is(node, "mbin"),
  ({ before, node, gap, piece }) => gap <= THIN && total(piece) > FACTOR && width(node) > 0
    && (is(node, "mop") ? !is(before, "mop", "mopen", "mbin", "mrel", "mpunct") : is(before, "minner") && is(node, "mord", "minner")),
];
// Whether a box may begin at a node, given the piece, what stands before it and the gap; an earlier level breaks first.

// Within brackets that do not grow, as in f(x, y), nothing breaks.
const plain = (node, side) => is(node, side) && node.text !== undefined;

function split(nodes, mayBreak) {
  const pieces = [[]];
  let before, gap = 0, depth = 0;
  for (const node of nodes) {
    depth += plain(node, "mopen") - plain(node, "mclose");
    if (is(node, "mspace")) gap += space(node);
    else {
      if (before && !depth && mayBreak({ before, node, gap, piece: pieces.at(-1) })) pieces.push([]);
      [before, gap] = [node, 0];
    }
    pieces.at(-1).push(node);
  }
  return pieces;
}

// Brackets give up their box: what stands in them goes on in the line.
function open(node) {
  if (!is(node, "minner") || !node.children || is(node.children[1]?.children?.[0], "mtable")) return [node];
  const [first, ...rest] = node.children;
  return is(first, "minner") ? [...open(first), ...rest] : node.children;
}

function box(like, nodes) {
  const [height, depth] = ["height", "depth"].map(side => Math.max(0, ...nodes.map(node => node[side])));
  const made = new like.constructor(["base"], [new like.constructor(["strut"], []), ...nodes]);
  Object.assign(made.children[0].style, { height: `${(height + depth).toFixed(4)}em`, verticalAlign: `${(-depth).toFixed(4)}em` });
  return made;
}

function boxes(like, nodes, level = 0) {
  if (total(nodes) > LIMIT) {
    for (; level < LEVELS.length; level++) {
      const pieces = split(nodes, LEVELS[level]);
      if (pieces.length > 1) return pieces.map(piece => together(like, boxes(like, piece, level + 1)));
    }
    const opened = nodes.flatMap(open);
    if (opened.length > nodes.length) return boxes(like, opened);
  }
  return [box(like, nodes)];
}

const together = (like, parts) => (parts.length === 1 ? parts[0] : new like.constructor(["together"], parts));

function display(latex, options) {
  const tree = katex.__renderToDomTree(latex, options);
  const html = tree.children[0].children[1];
  const [like] = html.children;
  if (html.children.every(part => is(part, "base"))) html.children = boxes(like, html.children.flatMap(part => part.children.slice(1)));
  return tree.toMarkup();
}

require("readline").createInterface({ input: process.stdin }).on("line", line => {
  const { latex, displayMode } = JSON.parse(line);
  const options = { displayMode, throwOnError: true, strict: "ignore" };
  let answer;
  try { answer = { html: displayMode ? display(latex, options) : katex.renderToString(latex, options) }; }
  catch (error) { answer = { error: error.message }; }
  process.stdout.write(JSON.stringify(answer) + "\n");
});
