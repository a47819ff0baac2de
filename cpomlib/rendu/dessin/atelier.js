// A chart is compiled from Vega-Lite to Vega, or drawn as an SVG. Nothing is ever fetched.
const refuser = () => Promise.reject(new Error("aucune adresse n’est lue"));
const chargeur = {load: refuser, sanitize: refuser, http: refuser, file: refuser};
vega.defaultLocale(nombres, dates);

const journal = vega.logger(vega.Error);
const OPTIONS = {renderer: "none", logger: journal, loader: chargeur};

const compiler = (demande) =>
  estVega(demande) ? demande : vegaLite.compile(demande, {logger: journal}).spec;

async function dessiner(demande) {
  const vue = vueDe(demande, OPTIONS);
  try {
    vega.resetSVGDefIds();
    return await vue.toSVG();
  } finally {
    vue.finalize();
  }
}

// Ask for what takes its time: it is nearly always done when this returns, and then `prendre` gives
// it at once. Waiting for a promise from outside takes longer than many a drawing, and to be asked
// takes as long as half of one: several are asked for together. They are made one after the other,
// as their ids are counted. Each demand has its number: threads may share an engine.
const demandees = new Map();
let numero = 0;

globalThis.commencer = (geste, textes) => {
  const mien = {};
  numero += 1;
  demandees.set(numero, mien);
  const un = (demande) =>
    geste === "dessiner" ? dessiner(demande) : JSON.stringify(compiler(demande));
  const faire = async () => {
    const faits = [];
    for (const texte of textes) faits.push(await un(JSON.parse(texte)));
    return faits.join("\0");
  };
  mien.promesse = faire().then((fait) => { mien.fait = fait; return fait; });
  return numero;
};

globalThis.prendre = (celle) => {
  const {fait, promesse} = demandees.get(celle);
  demandees.delete(celle);
  return fait ?? promesse;
};
