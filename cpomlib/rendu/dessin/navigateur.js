// The little that Vega expects of a browser: a clock, a console that says nothing, a canvas that
// measures text. The canvas measures with the widths of one typeface, given as `chasses`.
globalThis.window = globalThis;
globalThis.self = globalThis;
globalThis.console = {log() {}, info() {}, debug() {}, warn() {}, error() {}};
globalThis.structuredClone = (value) =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));
globalThis.setInterval = globalThis.clearInterval = globalThis.clearTimeout = () => 0;

function largeur(texte, police) {
  const corps = parseFloat(/([\d.]+)px/.exec(police)?.[1] ?? 11);
  const gras = /bold|[6-9]00/.test(police.slice(0, police.indexOf("px")));
  const table = chasses[gras ? "gras" : "romain"];
  let total = 0;
  for (const signe of texte) total += table[signe] ?? chasses.autre;
  return (total * corps) / chasses.cadratin;
}

const toile = () => ({
  font: "11px sans-serif",
  measureText(texte) { return {width: largeur(String(texte), this.font)}; },
});
globalThis.document = {
  createElement: () => {
    const contexte = toile();
    return {getContext: () => contexte};
  },
};
