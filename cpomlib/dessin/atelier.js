// A chart is compiled from Vega-Lite to Vega, or drawn as an SVG. Nothing is ever fetched.
const refuser = () => Promise.reject(new Error("aucune adresse n’est lue"));
const chargeur = {load: refuser, sanitize: refuser, http: refuser, file: refuser};
vega.defaultLocale(nombres, dates);

const journal = vega.logger(vega.Error);

function compilee(texte) {
  const demande = JSON.parse(texte);
  if ((demande.$schema ?? "").includes("/schema/vega/")) return demande;
  return vegaLite.compile(demande, {logger: journal}).spec;
}

globalThis.compiler = async (texte) => JSON.stringify(compilee(texte));

globalThis.dessiner = async (texte) => {
  const vue = new vega.View(vega.parse(compilee(texte)), {
    renderer: "none", logger: journal, loader: chargeur,
  });
  try {
    vega.resetSVGDefIds();
    return await vue.toSVG();
  } finally {
    vue.finalize();
  }
};
