/* The conversations of the widgets with their session: each model has one, called a comm. */
window.cpomComms = function (noyau) {
  "use strict";
  const comms = new Map();
  const cibles = new Map();
  const attendus = new Map();
  let suite = Promise.resolve();

  class Comm {
    constructor(cible, identifiant) {
      this.target_name = cible;
      this.comm_id = identifiant;
      comms.set(identifiant, this);
    }

    on_msg(action) { this.message = action; }

    on_close(action) { this.fin = action; }

    open(donnees, metadonnees) {
      const contenu = { comm_id: this.comm_id, target_name: this.target_name, data: donnees || {} };
      return noyau.envoyer("comm_open", contenu, metadonnees);
    }

    send(donnees, rappels, metadonnees, tampons) {
      const contenu = { comm_id: this.comm_id, data: donnees };
      const nom = noyau.envoyer("comm_msg", contenu, metadonnees, tampons);
      // a slider that runs waits for the session to be idle before it sends its next value
      if (rappels && rappels.iopub && rappels.iopub.status) { attendus.set(nom, rappels.iopub.status); }
      return nom;
    }

    close() {
      comms.delete(this.comm_id);
      return noyau.envoyer("comm_close", { comm_id: this.comm_id, data: {} });
    }
  }

  async function ouvrir(message) {
    const contenu = message.content;
    const cible = cibles.get(contenu.target_name);
    if (cible) { await cible(new Comm(contenu.target_name, contenu.comm_id), message); }
  }

  async function parler(message) {
    const comm = comms.get(message.content.comm_id);
    if (!comm) { return; }
    // what changes while its model is being made must not be lost
    await comm.pret;
    if (comm.message) { await comm.message(message); }
  }

  async function fermer(message) {
    const comm = comms.get(message.content.comm_id);
    if (!comm) { return; }
    comms.delete(message.content.comm_id);
    await comm.pret;
    if (comm.fin) { comm.fin(message); }
  }

  function annoncer(message) {
    const rappel = attendus.get(message.parent_header.msg_id);
    if (message.content.execution_state === "idle") { attendus.delete(message.parent_header.msg_id); }
    if (rappel) { rappel(message); }
  }

  const actions = { comm_open: ouvrir, comm_msg: parler, comm_close: fermer, status: annoncer };
  noyau.ecouter(function (message) {
    const action = message.channel === "iopub" && actions[message.header.msg_type];
    if (!action) { return; }
    // one after the other, each done: what follows may speak of what it made
    suite = suite.then(function () { return action(message); }).catch(function (faute) { console.error(faute); });
  });

  return {
    Comm: Comm,
    connait: function (identifiant) { return comms.has(identifiant); },
    cible: function (nom, action) { cibles.set(nom, action); },
    // What was on its way when the network dropped gets no answer any more: nobody waits for it.
    liberer: function () {
      const libres = Array.from(attendus.values());
      attendus.clear();
      libres.forEach(function (rappel) { rappel({ content: { execution_state: "idle" } }); });
    },
  };
};
