// Charts of the same structure share a pattern: what Vega-Lite compiles and what Vega parses, which
// take longer than drawing, are done once for all of them. The values of a chart (its rows, the
// bounds of its scales, the names of its categories and their colours, its size) are then put in
// the pattern through Vega's own doors: `data`, `signal`, `width` and `height`. Whatever is not
// known to be a value belongs to the pattern, and a chart that no pattern can hold is drawn on its
// own: the same chart gives the same drawing, byte for byte, with and without.
const PATRONS_GARDES = 256;
const LIBELLES = /^\((\{.*\})\)\[datum\.label\]$/s;
const patrons = new Map();

const estVega = (demande) => (demande.$schema ?? "").includes("/schema/vega/");
const tous = (liste, genre) =>
  Array.isArray(liste) && liste.length > 0 && liste.every((un) => typeof un === genre);
const seules = (donnees) => Array.isArray(donnees?.values) && Object.keys(donnees).length === 1;

// The values taken out of a chart, each under a name; the same value twice has one name.
class Valeurs {
  constructor() {
    this.tables = new Map();
    this.signaux = new Map();
    this.listes = [];
    this.noms = new Map();
  }

  nommer(ou, prefixe, valeur) {
    const cle = prefixe + JSON.stringify(valeur);
    if (!this.noms.has(cle)) {
      this.noms.set(cle, prefixe + ou.size);
      ou.set(this.noms.get(cle), valeur);
    }
    return this.noms.get(cle);
  }

  table(lignes) { return this.nommer(this.tables, "cpom_table_", lignes); }

  signal(valeur) { return this.nommer(this.signaux, "cpom_valeur_", valeur); }

  // Vega takes a list from a signal, Vega-Lite wants it written: one name stands there for all,
  // until the chart is compiled (`remplir`)
  liste(textes) {
    const nom = this.signal(textes);
    this.listes.push(nom);
    return [nom];
  }
}

// Each of these gives what stands in the pattern for a value, nothing for what is not one. Data that
// are no plain rows stay as they are: their columns may be called like parts of a chart.
const PLACES = {
  __proto__: null,
  data: (donnees, _, valeurs) =>
    seules(donnees) ? {name: valeurs.table(donnees.values), values: []} : donnees,
  datasets: (donnees) => donnees,
  domain: (bornes, ou, valeurs) => {
    if (ou !== "scale") return undefined;
    if (tous(bornes, "string")) return valeurs.liste(bornes);
    if (!tous(bornes, "number")) return undefined;
    const nom = valeurs.signal(bornes);
    return bornes.map((_, rang) => ({expr: `${nom}[${rang}]`}));
  },
  range: (couleurs, ou, valeurs) =>
    ou === "scale" && tous(couleurs, "string") ? valeurs.liste(couleurs) : undefined,
  labelExpr: (texte, _, valeurs) => {
    const libelles = LIBELLES.exec(texte)?.[1];
    return libelles && `${valeurs.signal(JSON.parse(libelles))}[datum.label]`;
  },
  datum: (nombre, _, valeurs) =>
    typeof nombre === "number" ? {expr: valeurs.signal(nombre)} : undefined,
};

function vider(noeud, ou, valeurs) {
  if (Array.isArray(noeud)) return noeud.map((un) => vider(un, "", valeurs));
  if (noeud === null || typeof noeud !== "object") return noeud;
  const vide = {};
  for (const [cle, valeur] of Object.entries(noeud)) {
    vide[cle] = PLACES[cle]?.(valeur, ou, valeurs) ?? vider(valeur, cle, valeurs);
    // Vega-Lite sees the type of a number, not that of an expression
    if (cle === "datum" && vide[cle]?.expr) vide.type = noeud.type ?? "quantitative";
  }
  return vide;
}

function separerVegaLite(demande) {
  const valeurs = new Valeurs();
  const vide = vider(demande, "", valeurs);
  const params = [...valeurs.signaux.keys()].map((name) => ({name, value: null}));
  const patron = {...vide, params: [...(demande.params ?? []), ...params]};
  const taille = {};
  // the parts of a chart made of several have sizes of their own
  if (patron.layer || patron.mark) {
    for (const cote of ["width", "height"]) {
      if (typeof patron[cote] !== "number") continue;
      taille[cote] = patron[cote];
      patron[cote] = 1;
    }
  }
  return {patron, taille, ...valeurs};
}

function separerVega(demande) {
  const tables = new Map();
  const data = (demande.data ?? []).map((une) => {
    if (!Array.isArray(une.values) || une.format) return une;
    tables.set(une.name, une.values);
    return {...une, values: []};
  });
  return {patron: {...demande, data}, taille: {}, tables, signaux: new Map(), listes: []};
}

// Put the signals of lists where their names stand, in the scales of a compiled chart.
function remplir(noeud, listes) {
  for (const echelle of noeud.scales ?? []) {
    for (const cle of ["domain", "range"]) {
      const [nom, autre] = Array.isArray(echelle[cle]) ? echelle[cle] : [];
      if (autre === undefined && listes.includes(nom)) echelle[cle] = {signal: nom};
    }
  }
  for (const part of noeud.marks ?? []) remplir(part, listes);
}

const ailleurs = (nom) => new RegExp(`(?<!"(?:signal|name)":)"${nom}"|\\\\"${nom}\\\\"`);

// A table that is still to be read in its own way cannot be put in later, nor a list that Vega-Lite
// has written elsewhere than in a scale. A table that no mark uses is gone from the pattern.
function mouler({patron, tables, listes}) {
  const compilee = compiler(patron);
  remplir(compilee, listes);
  const gardees = (compilee.data ?? []).filter(({name}) => tables.has(name));
  if (gardees.some(({format}) => format && Object.keys(format).length)) return null;
  if (listes.some((nom) => ailleurs(nom).test(JSON.stringify(compilee)))) return null;
  return {moule: vega.parse(compilee), gardees: gardees.map(({name}) => name)};
}

function moule(separe) {
  const cle = JSON.stringify(separe.patron);
  if (!patrons.has(cle)) {
    if (patrons.size >= PATRONS_GARDES) patrons.delete(patrons.keys().next().value);
    patrons.set(cle, mouler(separe));
  }
  return patrons.get(cle);
}

// Return the view of a chart, ready to be drawn.
function vueDe(demande, options) {
  const separe = estVega(demande) ? separerVega(demande) : separerVegaLite(demande);
  const connu = moule(separe);
  if (!connu) return new vega.View(vega.parse(compiler(demande)), options);
  const vue = new vega.View(connu.moule, options);
  for (const nom of connu.gardees) vue.data(nom, separe.tables.get(nom));
  for (const [nom, valeur] of separe.signaux) vue.signal(nom, valeur);
  for (const [cote, pixels] of Object.entries(separe.taille)) vue[cote](pixels);
  return vue;
}
