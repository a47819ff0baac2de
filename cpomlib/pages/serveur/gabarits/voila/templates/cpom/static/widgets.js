/* The widgets: ipywidgets' own classes, from the script it installs for the classic notebook,
   without a notebook around them. That script asks for a loader and for a few of the notebook's
   modules: they are here, empty. */
(function () {
  "use strict";
  const VUE = "application/vnd.jupyter.widget-view+json";
  const MODULES = /^@jupyter-widgets\/(base|controls|output)$/;
  const noyau = window.cpomNoyau;
  const comms = window.cpomComms(noyau);
  let classes = null;

  class Gestionnaire {
    constructor() {
      this.modeles = new Map();
      this.attendus = new Map();
      this.ecrits = {};
      comms.cible("jupyter.widget", this.accueillir.bind(this));
      comms.etats(this.lire.bind(this));
    }

    /* What models and views ask of their manager */
    callbacks() { return {}; }

    setViewOptions(options) { return options || {}; }

    resolveUrl(adresse) { return Promise.resolve(adresse); }

    // only descriptions that allow HTML come here, and none of ours does
    inline_sanitize(texte) {
      const porteur = document.createElement("span");
      porteur.textContent = texte;
      return porteur.innerHTML;
    }

    has_model(nom) { return this.modeles.has(nom); }

    // A model that is not there yet is on its way: it is waited for, however busy the session is.
    get_model(nom) {
      const connu = this.modeles.get(nom);
      if (connu) { return connu; }
      return new Promise((donner) => {
        this.attendus.set(nom, (this.attendus.get(nom) || []).concat(donner));
      });
    }

    create_view(modele, options) {
      const faite = modele.state_change.then(async () => {
        const vue = new (this.classe(modele.get("_view_name"), modele.get("_view_module")))({
          model: modele, options: this.setViewOptions(options),
        });
        vue.listenTo(modele, "destroy", vue.remove);
        await vue.render();
        vue.once("remove", () => { if (modele.views) { delete modele.views[vue.cid]; } });
        if (modele.views) { modele.views[vue.cid] = faite; }
        return vue;
      });
      modele.state_change = faite.catch(() => {});
      return faite;
    }

    /* What the session says */
    accueillir(comm, message) {
      const donnees = message.content.data;
      const etat = remplir(donnees.state, donnees.buffer_paths || [], message.buffers);
      return this.creer(comm, etat._model_name, etat._model_module, etat);
    }

    creer(comm, nom, module, etat) {
      const fait = this.faire(comm, nom, module, etat);
      comm.puis(() => fait);
      this.modeles.set(comm.comm_id, fait);
      (this.attendus.get(comm.comm_id) || []).forEach((donner) => donner(fait));
      this.attendus.delete(comm.comm_id);
      return fait;
    }

    async faire(comm, nom, module, etat) {
      const classe = this.classe(nom, module);
      const lu = await this.interpreter(classe, etat);
      const modele = new classe(lu, { widget_manager: this, model_id: comm.comm_id, comm: comm });
      modele.name = nom;
      modele.module = module;
      comm.vider = function () {
        if (modele._msg_buffer === null) { return; }
        const [retenu, rappels] = [modele._msg_buffer, modele._msg_buffer_callbacks];
        modele._msg_buffer = modele._msg_buffer_callbacks = null;
        modele.rememberLastUpdateFor(modele.send_sync_message(retenu, rappels));
      };
      modele.once("comm:close", () => this.modeles.delete(comm.comm_id));
      return modele;
    }

    // a promise for each value of each widget would be thousands: most are what they are
    async interpreter(classe, etat) {
      const lus = classe.serializers || {};
      const codes = Object.keys(etat).filter((nom) => lus[nom] && lus[nom].deserialize);
      const interpretes = Object.fromEntries(codes.map((nom) => [nom, etat[nom]]));
      return { ...etat, ...(await classe._deserialize_state(interpretes, this)) };
    }

    classe(nom, module) {
      const trouvee = MODULES.test(module) && classes[nom];
      if (!trouvee) { throw new Error("Widget inconnu : " + module + "/" + nom); }
      return trouvee;
    }

    /* Make the models as the page describes them: as they were when its last cell ended. */
    lirePage(etats) {
      this.ecrits = etats;
      Object.entries(etats).forEach(([nom, decrit]) => this.naitre(nom, decrit, decrit.state));
    }

    /* Make the models as the session describes them, all in one answer; those that are there
       already are set right, but for those to which nothing happened since the page was written. */
    lire(reponse) {
      const donnees = reponse.content.data;
      const ecrits = this.ecrits;
      this.ecrits = {};
      const chemins = {};
      donnees.buffer_paths.forEach(([nom, ...chemin], rang) => {
        chemins[nom] = chemins[nom] || [[], []];
        chemins[nom][0].push(chemin);
        chemins[nom][1].push(reponse.buffers[rang]);
      });
      Object.entries(donnees.states).forEach(([nom, decrit]) => {
        if (ecrits[nom] && JSON.stringify(ecrits[nom].state) === JSON.stringify(decrit.state)) { return; }
        const etat = remplir(decrit.state, ...(chemins[nom] || [[], []]));
        const connu = comms.de(nom);
        if (connu) { connu.puis(() => this.redresser(nom, etat)); return; }
        this.naitre(nom, decrit, etat);
      });
    }

    naitre(nom, decrit, etat) {
      this.creer(new comms.Comm("jupyter.widget", nom), decrit.model_name, decrit.model_module, etat);
    }

    // in its turn: what the session says after this answer is newer than it
    async redresser(nom, etat) {
      const modele = await this.get_model(nom);
      // what was moved since the question is newer than its answer, sent or about to be
      const neufs = [...comms.de(nom).dits, ...Object.keys(modele._msg_buffer || {})];
      neufs.forEach((champ) => { delete etat[champ]; });
      modele.state_change = modele.state_change.then(async () => {
        modele.set_state(await this.interpreter(modele.constructor, etat));
      });
      return modele.state_change;
    }
  }

  function remplir(etat, chemins, tampons) {
    classes.put_buffers(etat, chemins, tampons || []);
    return etat;
  }

  async function montrer(gestionnaire, script) {
    const decrit = JSON.parse(script.textContent).data[VUE];
    if (!decrit) { return; }
    const hote = document.createElement("div");
    hote.className = "jp-OutputArea-output";
    script.replaceWith(hote);
    const vue = await gestionnaire.create_view(await gestionnaire.get_model(decrit.model_id));
    classes.JupyterLuminoWidget.attach(vue.luminoWidget, hote);
    await entiere(vue);
  }

  // a box is there before what it holds: what is drawn stays, and the keyboard with it, until all is
  async function entiere(vue) {
    const tenues = vue.children_views ? await Promise.allSettled(vue.children_views.views) : [];
    await Promise.all(tenues.map(function (une) { return une.value && entiere(une.value); }));
  }

  function etatsEcrits() {
    const script = document.getElementById("cpom-etats");
    return JSON.parse((script && script.textContent) || "{}");
  }

  function attendre(delai) {
    return new Promise(function (donner) { setTimeout(donner, delai); });
  }

  // no image is made of a page that nobody looks at
  function image() {
    return document.hidden ? attendre(0) : new Promise(requestAnimationFrame).then(function () { return attendre(0); });
  }

  // What was done with the controls that the server drew is told to the session, in its order.
  async function relayer(gestionnaire) {
    const gestes = window.cpomRelayer();
    for (const geste of gestes) {
      const modele = await gestionnaire.get_model(geste.modele);
      if (geste.clic) { modele.send({ event: "click" }, {}); continue; }
      modele.set(geste.champ, geste.valeur);
      modele.save_changes();
    }
  }

  // The session is asked what became of its widgets once they are on the screen: asked sooner, it
  // would take from them the time to get there. It is asked all the same when one of them is late:
  // only the session may know it.
  async function commencer(gestionnaire, page) {
    await page;
    gestionnaire.lirePage(etatsEcrits());
    comms.ecouter();
    const cellules = document.querySelectorAll('script[type="application/vnd.voila.cell-output+json"]');
    const vues = Array.from(cellules, function (script) { return montrer(gestionnaire, script); });
    const relais = Promise.all(vues).then(function () { return relayer(gestionnaire); });
    await Promise.race([relais.then(image), attendre(1000)]);
    noyau.demander();
  }

  /* The loader: the widgets' script declares itself, its styles come with what it exports. */
  window.Jupyter = { version: "6.5.7" };
  window.requirejs = function (noms, action) {
    if (noms[0] !== "base/js/namespace" || noms.length !== 3) { return; }
    const rien = { on: function () {} };
    const sortie = { OutputArea: function () {} };
    sortie.OutputArea.prototype.register_mime_type = function () {};
    action({ notebook: { container: rien } }, rien, sortie);
  };
  window.requirejs.config = function () {};
  window.define = function (_noms, fabriquer) {
    classes = fabriquer({ uri: document.baseURI });
    classes.load_ipython_extension();
    const gestionnaire = new Gestionnaire();
    commencer(gestionnaire, window.cpomPage);
  };
}());
