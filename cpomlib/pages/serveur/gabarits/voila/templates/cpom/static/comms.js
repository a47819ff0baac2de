/* The conversations of the widgets with their session: each model has one, called a comm. */
window.cpomComms = function (noyau) {
  "use strict";
  const comms = new Map();
  const cibles = new Map();
  const attendus = new Map();
  let lire = null;
  let videes = false;

  // A model whose last value is not answered yet keeps the next ones back: what is said by another
  // (a button pressed) would come before letters that were typed before it.
  function vider(sauf) {
    if (videes) { return; }
    videes = true;
    comms.forEach(function (comm) { if (comm !== sauf && comm.vider) { comm.vider(); } });
    videes = false;
  }

  class Comm {
    constructor(cible, identifiant) {
      this.target_name = cible;
      this.comm_id = identifiant;
      this.suite = Promise.resolve();
      this.dits = new Set();
      comms.set(identifiant, this);
    }

    /* Do what comes next, once what came before is done: a model is made before it changes. */
    puis(action) {
      this.suite = this.suite.then(action).catch(function (faute) { console.error(faute); });
    }

    on_msg(action) { this.message = action; }

    on_close(action) { this.fin = action; }

    send(donnees, rappels, metadonnees, tampons) {
      vider(this);
      const contenu = { comm_id: this.comm_id, data: donnees };
      Object.keys(donnees.state || {}).forEach((champ) => this.dits.add(champ));
      const nom = noyau.envoyer("comm_msg", contenu, metadonnees, tampons);
      // a slider that runs waits for the session to be idle before it sends its next value
      if (rappels && rappels.iopub && rappels.iopub.status) { attendus.set(nom, [this, rappels.iopub.status]); }
      return nom;
    }

    close() {
      comms.delete(this.comm_id);
      return noyau.envoyer("comm_close", { comm_id: this.comm_id, data: {} });
    }
  }

  function ouvrir(message) {
    const contenu = message.content;
    const cible = cibles.get(contenu.target_name);
    if (cible) { cible(new Comm(contenu.target_name, contenu.comm_id), message); }
  }

  // The answer to the question asked for all
  function repondre(message) {
    if (message.content.data.method !== "update_states") { return; }
    noyau.envoyer("comm_close", { comm_id: noyau.question, data: {} });
    noyau.question = "";
    lire(message);
  }

  function parler(message) {
    if (message.content.comm_id === noyau.question) { repondre(message); return; }
    const comm = comms.get(message.content.comm_id);
    if (comm) { comm.puis(function () { return comm.message && comm.message(message); }); }
  }

  function fermer(message) {
    const comm = comms.get(message.content.comm_id);
    if (!comm) { return; }
    comms.delete(message.content.comm_id);
    comm.puis(function () { return comm.fin && comm.fin(message); });
  }

  function annoncer(message) {
    const attendu = attendus.get(message.parent_header.msg_id);
    if (!attendu || message.content.execution_state !== "idle") { return; }
    attendus.delete(message.parent_header.msg_id);
    attendu[0].puis(function () { attendu[1](message); });
  }

  const actions = { comm_open: ouvrir, comm_msg: parler, comm_close: fermer, status: annoncer };
  function recevoir(message) {
    const action = message.channel === "iopub" && actions[message.header.msg_type];
    if (action) { action(message); }
  }

  // What was on its way when the network dropped gets no answer any more: nobody waits for it.
  noyau.revenir = function () {
    comms.forEach(function (comm) { comm.dits.clear(); });
    const libres = Array.from(attendus.values());
    attendus.clear();
    libres.forEach(function (attendu) { attendu[1]({ content: { execution_state: "idle" } }); });
  };

  return {
    Comm: Comm,
    de: function (identifiant) { return comms.get(identifiant); },
    cible: function (nom, action) { cibles.set(nom, action); },
    etats: function (action) { lire = action; },
    ecouter: function () { noyau.ecouter(recevoir); },
  };
};
