/* The session of the page, at the other end of a websocket. It is opened as soon as the page is
   whole, perhaps before the widgets' scripts are there, and opened again when it is cut. */
window.cpomNoyau = (function () {
  "use strict";
  const PROTOCOLE = "v1.kernel.websocket.jupyter.org";
  const DELAIS = [200, 500, 1000, 2000, 5000];
  const TARD = 1500;
  const ecrit = new TextEncoder();
  const lu = new TextDecoder();

  // not crypto.randomUUID: a page that is not on this machine, without https, has none
  function identifiant() {
    const octets = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(octets, function (octet) { return octet.toString(16).padStart(2, "0"); }).join("");
  }

  // A message of the protocol: how many places, the places, then the parts one after the other.
  function assembler(message) {
    const parties = [ecrit.encode(message.channel)];
    ["header", "parent_header", "metadata", "content"].forEach(function (nom) {
      parties.push(ecrit.encode(JSON.stringify(message[nom])));
    });
    (message.buffers || []).forEach(function (tampon) {
      parties.push(ArrayBuffer.isView(tampon)
        ? new Uint8Array(tampon.buffer, tampon.byteOffset, tampon.byteLength) : new Uint8Array(tampon));
    });
    const tete = 8 * (parties.length + 2);
    const octets = new Uint8Array(parties.reduce(function (somme, partie) { return somme + partie.length; }, tete));
    const places = new DataView(octets.buffer);
    places.setBigUint64(0, BigInt(parties.length + 1), true);
    let ici = tete;
    parties.forEach(function (partie, rang) {
      places.setBigUint64(8 * (rang + 1), BigInt(ici), true);
      octets.set(partie, ici);
      ici += partie.length;
    });
    places.setBigUint64(8 * (parties.length + 1), BigInt(ici), true);
    return octets;
  }

  function demonter(tampon) {
    const vue = new DataView(tampon);
    const places = Array.from({ length: Number(vue.getBigUint64(0, true)) }, function (_, rang) {
      return Number(vue.getBigUint64(8 * (rang + 1), true));
    });
    function partie(rang) { return new Uint8Array(tampon, places[rang], places[rang + 1] - places[rang]); }
    function objet(rang) { return JSON.parse(lu.decode(partie(rang))); }
    const message = {
      channel: lu.decode(partie(0)), header: objet(1), parent_header: objet(2), metadata: objet(3),
      content: objet(4), buffers: [],
    };
    for (let rang = 5; rang < places.length - 1; rang += 1) {
      // a copy: numbers of eight bytes are only read where eight divides their place
      message.buffers.push(new DataView(partie(rang).slice().buffer));
    }
    return message;
  }

  class Noyau {
    constructor() {
      this.session = identifiant();
      this.attente = [];
      this.arrives = [];
      this.recevoir = null;
      this.revenir = null;
      this.question = "";
      this.etat = "ferme";
      this.essais = 0;
      this.parti = this.venu = 0;
      this.dits = new Set();
      this.repos = 0;
      this.parent = "";
    }

    /* Tell whether the session is not done with something, or was not even told it: that it began
       says nothing of when it ends. */
    enRoute() {
      return this.attente.length > 0 || this.dits.size > 0;
    }

    /* Tell whether something was told after what is being answered. */
    devance() {
      return this.attente.length > 0 || (this.dits.size > 0 && Array.from(this.dits).at(-1) !== this.parent);
    }

    /* Tell whether the way is cut, or an answer late. */
    inquiet() {
      return this.etat !== "ouvert" || (this.parti > this.venu && performance.now() - this.parti > TARD);
    }

    /* Open the way to a session. */
    demarrer(base, noyau) {
      const adresse = new URL(base + "api/kernels/" + noyau + "/channels", location.href);
      adresse.protocol = adresse.protocol.replace("http", "ws");
      adresse.searchParams.set("session_id", this.session);
      this.adresse = adresse.href;
      addEventListener("online", () => this.couper());
      this.ouvrir();
    }

    /* Ask what the widgets are, all in one question, however long its answer takes: asked one by
       one by twenty visitors, they would keep the server from answering anybody. */
    demander() {
      this.question = identifiant();
      const ouverture = { comm_id: this.question, target_name: "jupyter.widget.control", data: {} };
      this.envoyer("comm_open", ouverture, { version: "1.0.0" });
      this.envoyer("comm_msg", { comm_id: this.question, data: { method: "request_states" } });
    }

    /* Close the way; it is opened again. */
    couper() {
      if (this.prise) { this.prise.close(); }
    }

    ouvrir() {
      const prise = new WebSocket(this.adresse, [PROTOCOLE]);
      prise.binaryType = "arraybuffer";
      prise.onopen = () => { this.etat = "sonde"; this.sonder(prise, 1000); };
      prise.onmessage = (recu) => this.arriver(demonter(recu.data));
      prise.onclose = () => this.perdre(prise);
      this.prise = prise;
    }

    // What a session publishes before it knows its listener is lost: it is asked who it is until
    // something published comes back, and only then for what matters.
    sonder(prise, delai) {
      if (prise !== this.prise || this.etat !== "sonde") { return; }
      this.partir(this.message("kernel_info_request", {}));
      setTimeout(() => this.sonder(prise, delai * 2), delai);
    }

    perdre(prise) {
      if (prise !== this.prise) { return; }
      this.etat = "ferme";
      setTimeout(() => this.ouvrir(), DELAIS[Math.min(this.essais, DELAIS.length - 1)]);
      this.essais += 1;
    }

    arriver(message) {
      this.venu = performance.now();
      this.parent = message.parent_header.msg_id;
      if (message.content.execution_state === "idle") { this.finir(message.parent_header.msg_id); }
      if (this.etat === "sonde" && message.channel === "iopub") { this.servir(); }
      if (this.recevoir) { this.recevoir(message); } else { this.arrives.push(message); }
    }

    /* The session does one thing after the other: what was told before is done too. */
    finir(fait) {
      if (!this.dits.has(fait)) { return; }
      this.repos = this.venu;
      const avant = Array.from(this.dits);
      avant.slice(0, avant.indexOf(fait) + 1).forEach((nom) => this.dits.delete(nom));
    }

    /* Send what waited. After a cut, what was on its way may be lost, an answer too: all is asked
       for again. */
    servir() {
      const retour = this.servi;
      this.etat = "ouvert";
      this.servi = true;
      this.essais = 0;
      this.dits.clear();
      this.attente.splice(0).forEach((message) => this.confier(message));
      if (!retour) { return; }
      if (this.revenir) { this.revenir(); }
      this.demander();
    }

    /* Give each message to a function, those that came before it first. */
    ecouter(recevoir) {
      this.recevoir = recevoir;
      this.arrives.splice(0).forEach(recevoir);
    }

    message(genre, contenu, metadonnees, tampons) {
      const entete = {
        msg_id: identifiant(), msg_type: genre, session: this.session, username: "",
        date: new Date().toISOString(), version: "5.3",
      };
      return {
        channel: "shell", header: entete, parent_header: {}, metadata: metadonnees || {},
        content: contenu, buffers: tampons,
      };
    }

    /* Send a message, now or once the way is open; return its name. */
    envoyer(genre, contenu, metadonnees, tampons) {
      const message = this.message(genre, contenu, metadonnees, tampons);
      if (this.etat === "ouvert") { this.confier(message); } else { this.attente.push(message); }
      return message.header.msg_id;
    }

    confier(message) {
      this.dits.add(message.header.msg_id);
      this.partir(message);
    }

    partir(message) {
      this.parti = performance.now();
      this.prise.send(assembler(message));
    }
  }

  return new Noyau();
}());
