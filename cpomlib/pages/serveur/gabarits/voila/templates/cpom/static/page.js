(function () {
  "use strict";
  window.voila_heartbeat = function () {};
  window.voila_process = function () {};
  // The page is whole once its last cell is there: its widgets are known.
  window.cpomPage = new Promise(function (finir) { window.voila_finish = finir; });
  function reglages() {
    const donnees = document.getElementById("jupyter-config-data");
    return donnees ? JSON.parse(donnees.textContent) : {};
  }
  window.cpomOuvrir = function () { window.cpomNoyau.demarrer(reglages().baseUrl, reglages().kernelId); };

  // The controls that the server drew are there first; what is done with them is kept for later.
  const gestes = [];
  function noter(geste) {
    const modele = geste.target.closest("#cpom-ebauche [data-cpom-modele]");
    if (!modele) { return; }
    const nom = modele.dataset.cpomModele;
    if (geste.type === "click") {
      if (modele.tagName === "BUTTON") { gestes.push({ modele: nom, clic: true }); }
    } else if (modele.tagName === "SELECT") {
      gestes.push({ modele: nom, champ: "index", valeur: modele.selectedIndex });
    } else {
      gestes.push({ modele: nom, champ: "value", valeur: modele.type === "checkbox" ? modele.checked : modele.value });
    }
  }
  document.addEventListener("click", noter);
  document.addEventListener("change", noter);
  function pointes(racine) {
    return Array.from(racine.querySelectorAll("button, input, select, textarea"));
  }
  function sansRoue() {
    const roue = document.getElementById("loading");
    if (roue) { roue.remove(); }
  }
  window.cpomEsquisser = function () {
    if (document.querySelector("#cpom-ebauche .cpom-app")) { sansRoue(); }
  };
  /* The true widgets are there: take the place of the drawn ones, the keyboard where it was. */
  window.cpomRelayer = function () {
    const dessin = document.getElementById("cpom-ebauche");
    const rang = dessin ? pointes(dessin).indexOf(document.activeElement) : -1;
    const tenu = rang < 0 ? null : document.activeElement.value;
    // what is being typed is noted as it is: the rest of it goes on in the true box
    if (rang >= 0 && document.activeElement.matches('input[type="text"], textarea')) { noter({ type: "change", target: document.activeElement }); }
    sansRoue();
    document.body.classList.add("cpom-pret");
    if (dessin) { dessin.remove(); }
    const lieu = rang < 0 ? null : pointes(document.getElementById("rendered_cells"))[rang];
    if (!lieu) { return gestes; }
    lieu.focus();
    if (/^(text|range)$/.test(lieu.type)) { lieu.value = tenu; }
    return gestes;
  };
  setTimeout(function () {
    const mots = document.getElementById("loading_text");
    if (mots) { mots.textContent = "C’est plus long que d’habitude : le serveur prépare une nouvelle session…"; }
  }, 8000);

  // The kernel says the state of the page in a hidden element: it goes to the address, so that a
  // reload or a shared link finds it again.
  let adresse = null;
  const SIGNES = "[data-cpom-adresse], [data-cpom-fichier], [data-cpom-copie]";
  function suivre() {
    const etat = document.querySelector("[data-cpom-adresse]");
    if (etat && etat !== adresse) { adresse = etat; ecrire(); history.replaceState(null, "", etat.dataset.cpomAdresse); retenir(etat.dataset.cpomAdresse); }
    viser();
    document.querySelectorAll("[data-cpom-fichier]:not([data-fait])").forEach(telecharger);
    document.querySelectorAll("[data-cpom-copie]:not([data-fait])").forEach(copier);
  }
  // Whose: Enter takes the only name left, and the keyboard follows to what is done with it.
  function nu(texte) { return texte.normalize("NFD").replace(/[^\p{L}\p{N}]/gu, "").toLowerCase(); }
  document.addEventListener("keydown", function (touche) {
    if (touche.key !== "Enter" || !touche.target.closest(".cpom-recherche")) { return; }
    const noms = document.querySelectorAll("#rendered_cells .cpom-accueil-suite button");
    if (noms.length === 1 && nu(noms[0].textContent).includes(nu(touche.target.value))) { noms[0].click(); }
  }, true);  // a box keeps its keys to itself
  function suivreLeChoix() {
    const neuf = document.querySelector("#rendered_cells .cpom-accueil-nouveau:not([data-vu])");
    if (!neuf) { return; }
    neuf.dataset.vu = "1";
    if ([document.body, document.querySelector(".cpom-recherche input")].includes(document.activeElement)) { neuf.focus(); }
  }
  // Back at the first screen, one may go on from where one was: as long as the tab is open.
  let table = null;
  addEventListener("pagehide", function () { if (table) { sessionStorage.setItem("cpom-table", table); } });
  function retenir(ou) {
    if (ou.includes("etat=")) { table = ou; return; }
    const gardee = table || sessionStorage.getItem("cpom-table");
    const accueil = document.querySelector("#rendered_cells .cpom-accueil");
    if (!gardee || !accueil || accueil.querySelector(".cpom-reprendre")) { return; }
    const lien = document.createElement("a");
    lien.className = "cpom-reprendre";
    lien.href = gardee;
    lien.textContent = "Reprendre où vous en étiez";
    // nothing of this screen is lost; another tab leaves nothing
    lien.addEventListener("click", function (clic) { quitte = !(clic.ctrlKey || clic.metaKey || clic.shiftKey); });
    accueil.append(lien);
  }
  // What « Ajouter » opens under the fold is brought in sight.
  function suivreLeMenu() {
    const menu = document.querySelector("#rendered_cells .cpom-menu-types:not([data-vu])");
    if (menu && menu.offsetHeight) { menu.dataset.vu = "1"; montrer(menu); }
  }
  /* In its own column: the page itself stays where it is. */
  function montrer(menu) {
    const colonne = menu.closest(".cpom-gauche"), bouton = colonne.querySelector(".cpom-ajouter");
    const dehors = menu.getBoundingClientRect().bottom - colonne.getBoundingClientRect().bottom;
    const avant = bouton.getBoundingClientRect().top - colonne.getBoundingClientRect().top;
    if (dehors > 0) { colonne.scrollTop += Math.min(dehors, avant); }
  }
  function telecharger(fichier) {
    fichier.dataset.fait = "1";
    const octets = Uint8Array.from(atob(fichier.dataset.cpomFichier), function (c) { return c.charCodeAt(0); });
    const lien = document.createElement("a");
    lien.href = URL.createObjectURL(new Blob([octets], { type: fichier.dataset.cpomType }));
    lien.download = fichier.dataset.cpomNom;
    lien.click();
    setTimeout(function () { URL.revokeObjectURL(lien.href); }, 60000);
  }
  function copier(copie) {
    copie.dataset.fait = "1";
    if (navigator.clipboard) { navigator.clipboard.writeText(location.href).catch(function () {}); }
    copie.textContent = location.href;
  }
  function nommer(racine) {
    // a year alone names nothing: the name of the rate goes before it
    racine.querySelectorAll(".cpom-annees input:not([aria-label])").forEach(function (champ) {
      const titre = champ.closest(".cpom-annees").parentElement.querySelector(".cpom-champ-titre");
      const annee = champ.closest(".jupyter-widgets").querySelector("label");
      if (titre && annee) { champ.setAttribute("aria-label", titre.textContent + ", " + annee.textContent); }
    });
    racine.querySelectorAll(".widget-text input, .widget-textarea textarea, .widget-dropdown select").forEach(function (champ) {
      const porteur = champ.closest("[data-cpom-nom]") || champ.closest(".jupyter-widgets");
      const etiquette = porteur && porteur.querySelector("label");
      if (champ.title && !(etiquette && etiquette.textContent.trim())) { champ.setAttribute("aria-label", champ.title); }
    });
  }
  // « Voir les données » opened stays open when its figure is drawn again.
  const ouvertes = new Set();
  function figure(details) {
    const porteur = details.closest("figure[id]");
    return porteur ? porteur.id : "";
  }
  document.addEventListener("toggle", function (bascule) {
    const details = bascule.target;
    if (!details.isConnected || !details.matches(".cpom-donnees")) { return; }
    if (details.open) { ouvertes.add(figure(details)); } else { ouvertes.delete(figure(details)); }
  }, true);
  function rouvrir(racine) {
    racine.querySelectorAll(".cpom-donnees:not([open])").forEach(function (details) {
      if (ouvertes.has(figure(details))) { details.open = true; }
    });
  }

  // What is under the head of the page begins where it ends, however high it is.
  let tete = null;
  const mesure = new ResizeObserver(function (vus) {
    const haut = vus[0].target.offsetHeight;
    if (haut) { document.documentElement.style.setProperty("--cpom-tete", haut + "px"); }
  });
  function suivreLaTete() {
    const vue = document.querySelector("#rendered_cells .cpom-tete-de-page, .cpom-tete-de-page");
    if (!vue || vue === tete) { return; }
    mesure.disconnect();
    tete = vue;
    mesure.observe(tete);
  }

  // Once for all that changed since the last image: hundreds of widgets that come together would
  // take longer to look at one by one than to show. Figures that follow a move bring no widget.
  let prevu = false;
  let neufs = false;
  function regarder() {
    prevu = false;
    rouvrir(document);
    if (!neufs) { return; }
    neufs = false;
    nommer(document);
    suivreLaTete();
    suivreLeChoix();
    suivreLeMenu();
  }
  function apportent(vus, quoi) {
    return vus.some(function (vu) {
      return Array.from(vu.addedNodes).some(function (noeud) { return noeud.nodeType === 1 && (noeud.matches(quoi) || noeud.querySelector(quoi)); });
    });
  }
  new MutationObserver(function (vus) {
    reprendre();
    retenirLeClavier();
    if (apportent(vus, SIGNES)) { suivre(); }
    // a widget is given its names of the style sheet after its place: they are looked for later
    neufs = neufs || apportent(vus, ".lm-Widget, input, select, textarea");
    if (prevu) { return; }
    prevu = true;
    if (document.hidden) { setTimeout(regarder); } else { requestAnimationFrame(regarder); }
  }).observe(document.documentElement, { childList: true, subtree: true });

  // A slider moves its box, and only the box speaks to the session.
  function boiteDe(curseur) {
    const champ = curseur.closest(".cpom-champ");
    return champ && champ.querySelector('input[type="text"]');
  }
  function lire(texte) {
    const nu = texte.replace(/[\s\u00a0\u202f€%]/g, "").replace(/[\u2010-\u2014\u2212]/, "-").replace(",", ".");
    return nu === "" ? NaN : Number(nu);
  }
  document.addEventListener("input", function (saisie) {
    const boite = saisie.target.matches(".cpom-curseur") && boiteDe(saisie.target);
    if (!boite) { return; }
    boite.value = saisie.target.value.replace(".", ",").replace("-", "\u2212");
    boite.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("change", function (saisie) {
    const champ = saisie.target.matches('input[type="text"]') && saisie.target.closest(".cpom-champ");
    const curseur = champ && champ.querySelector(".cpom-curseur");
    const lu = curseur ? lire(saisie.target.value) : NaN;
    if (Number.isNaN(lu) || Number(curseur.value) === lu) { return; }
    // what is refused moves nothing, and leaves the slider its range
    const dits = curseur.dataset;
    if (lu < Number(dits.moins || -Infinity) || lu > Number(dits.plus || Infinity)) { return; }
    curseur.min = Math.min(dits.bas, lu);
    curseur.max = Math.max(dits.haut, lu);
    curseur.value = lu;
  });

  // What is being typed in a card that is made again goes on in the new one.
  let frappe = null;
  const ATTENTE = 15000;
  const TENUS = 'input[type="text"], select';
  function cleDe(boite) {
    const champ = boite.matches(".cpom-hypothese :is(" + TENUS + ")") && boite.closest('[class*="cpom-champ-"]');
    return champ ? "." + Array.from(champ.classList).find(function (nom) { return nom.startsWith("cpom-champ-"); }) : "";
  }
  function boiteNeuve(cle, quoi) { return document.querySelector("#rendered_cells .cpom-hypothese " + cle + " :is(" + quoi + ")"); }
  // The keyboard too, wherever it has gone meanwhile: what is typed next is for that box.
  let tenue = null;
  document.addEventListener("focusin", function (ici) {
    const cle = cleDe(ici.target);
    tenue = cle ? { cle: cle, boite: ici.target } : null;
  });
  document.addEventListener("pointerdown", function () { tenue = null; }, true);
  function retenirLeClavier() {
    if (!tenue || tenue.boite.isConnected || document.activeElement !== document.body) { return; }
    const avant = tenue.boite;
    const boite = boiteNeuve(tenue.cle, TENUS);
    if (!boite) { return; }
    boite.focus({ preventScroll: true });
    if (boite.select && avant.select && avant.selectionEnd - avant.selectionStart === avant.value.length) { boite.select(); }
  }
  document.addEventListener("input", function (saisie) {
    const cle = saisie.target.matches("select") ? "" : cleDe(saisie.target);
    if (cle) { frappe = { cle: cle, boite: saisie.target }; }
  });
  // a box that goes says its value as it goes, and its session may have let go of it already
  document.addEventListener("change", function (saisie) {
    if (frappe && frappe.boite === saisie.target) { frappe.dit = performance.now(); }
  });
  // « Annuler » and the like may not be undone by it; a list of the card that is slow to come may
  document.addEventListener("click", function (clic) { if (clic.target.closest("button")) { frappe = null; } }, true);
  function reprendre() {
    if (!frappe || frappe.boite.isConnected) { return; }
    if (frappe.dit && performance.now() - frappe.dit > ATTENTE) { frappe = null; return; }
    const boite = boiteNeuve(frappe.cle, 'input[type="text"]');
    if (!boite) { return; }
    const valeur = frappe.boite.value;
    frappe = null;
    if (boite.value === valeur) { return; }
    boite.value = valeur;
    boite.focus();
    boite.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // A button may go from under the hand while it is pressed: made again, or pushed lower by what
  // is said meanwhile of what was typed before. It may be grey only because that is not told yet.
  // The browser makes no click of such a press: it is made here, on the button that says the same,
  // never on another: of two that said the same, of what a double press brings, nobody knows which.
  const PRESSES = "#rendered_cells :is(button, summary)";
  const TREMBLE = 6;
  const DEGRISE = 3000;
  const DOUBLE = 500;
  let presse = null;
  let attendu = null;
  let dernier = { dit: null, quand: 0 };
  function mots(bouton) { return bouton.matches("summary") ? figure(bouton.parentElement) : bouton.textContent; }
  function dit(bouton) { return [bouton.tagName, bouton.className, bouton.title, mots(bouton)].join("|"); }
  function pareils(quoi) {
    return Array.from(document.querySelectorAll(PRESSES)).filter(function (bouton) {
      return bouton.getClientRects().length && dit(bouton) === quoi;
    });
  }
  function leMeme(vu) {
    if (vu.bouton.isConnected) { return mots(vu.bouton) === vu.mots ? vu.bouton : null; }
    const neufs = vu.seul ? pareils(vu.dit) : [];
    return neufs.length === 1 ? neufs[0] : null;
  }
  function appuyer(vu, bouton) {
    if (attendu !== vu || !bouton.isConnected || mots(bouton) !== vu.mots) { return; }
    if (!bouton.disabled) { bouton.click(); return; }
    if (performance.now() < vu.fin) { setTimeout(appuyer, 50, vu, bouton); }
  }
  document.addEventListener("pointerdown", function (geste) {
    const bouton = geste.target.closest && geste.target.closest(PRESSES);
    const tenu = tape && tape.champ.value !== tape.dit;
    presse = null;
    if (!bouton) { return; }
    attendu = null;
    const ici = dit(bouton);
    const encore = ici === dernier.dit && geste.timeStamp - dernier.quand < DOUBLE;
    dernier = { dit: ici, quand: geste.timeStamp };
    if (!geste.isPrimary || geste.button !== 0 || (bouton.disabled && !tenu)) { return; }
    presse = { bouton: bouton, dit: ici, mots: mots(bouton), gris: bouton.disabled, x: geste.clientX, y: geste.clientY,
      seul: !encore && pareils(ici).length === 1, fin: performance.now() + DEGRISE };
  }, true);
  document.addEventListener("pointerup", function (geste) {
    const vu = presse;
    presse = null;
    if (!vu || Math.hypot(geste.clientX - vu.x, geste.clientY - vu.y) > TREMBLE) { return; }
    const meme = leMeme(vu);
    const ordinaire = meme === vu.bouton && meme.contains(geste.target) && !vu.gris;
    if (!meme || ordinaire) { return; }
    // after the click that the browser makes all the same of one that is grey no more
    attendu = vu;
    setTimeout(appuyer, 0, vu, meme);
  }, true);
  document.addEventListener("click", function (clic) {
    if (clic.target.closest && clic.target.closest(PRESSES)) { attendu = null; }
  }, true);

  // What is typed and not told yet, what was told and is not in the address yet: the browser asks
  // before it leaves with them.
  let tape = null;
  let change = 0;
  let quitte = false;
  const ECRIT = 1500;
  // an address that was written before what is on its way does not hold it
  function ecrire() { if (!window.cpomNoyau.devance()) { change = 0; } }
  document.addEventListener("focusin", function (ici) {
    const champ = ici.target;
    tape = champ.matches('#rendered_cells :is(input[type="text"], textarea)') && !champ.closest(".cpom-recherche")
      ? { champ: champ, dit: champ.value } : null;
  });
  document.addEventListener("change", function (saisie) {
    if (tape && tape.champ === saisie.target) { tape.dit = saisie.target.value; }
    change = performance.now();
  });
  document.addEventListener("click", function (clic) { if (clic.target.closest("#rendered_cells button")) { change = performance.now(); } }, true);
  addEventListener("beforeunload", function (depart) {
    const retenu = tape && tape.champ.isConnected && tape.champ.value !== tape.dit;
    const enRoute = change && performance.now() - Math.max(change, window.cpomNoyau.repos) < ECRIT;
    if (!quitte && (retenu || enRoute || window.cpomNoyau.enRoute())) { depart.preventDefault(); }
  });

  // The session says where the keyboard goes after a gesture that made its place again.
  let visee = null;
  function viser() {
    const signe = document.querySelector("[data-cpom-cible]");
    if (!signe || signe === visee) { return; }
    visee = signe;
    poser(signe.dataset.cpomCible, 40);
  }
  function poser(cible, essais) {
    const tenu = document.activeElement;
    if (tenu && tenu !== document.body && tenu.isConnected) { return; }
    const trouve = Array.from(document.querySelectorAll(cible)).find(function (lieu) {
      return lieu.getClientRects().length && !lieu.disabled;
    });
    if (trouve) { trouve.focus({ preventScroll: false }); return; }
    if (essais) { setTimeout(function () { poser(cible, essais - 1); }, 50); }
  }

  document.addEventListener("keydown", function (touche) {
    const lettre = touche.key.toLowerCase();
    const dehors = !/^(INPUT|TEXTAREA)$/.test(touche.target.tagName) || touche.target.type === "range";
    if (!(touche.ctrlKey || touche.metaKey) || !dehors || !/^[zy]$/.test(lettre)) { return; }
    const refaire = lettre === "y" || touche.shiftKey;
    const bouton = document.querySelector(refaire ? ".cpom-retablir" : ".cpom-annuler");
    if (bouton) { touche.preventDefault(); bouton.click(); }
  });

  // A session that died answers nothing, a network that is cut neither: the page asks the server,
  // and says which.
  let perdu = 0;
  const MORT = 9;
  const REFAIRE = " Seul ce que vous avez changé depuis la coupure est à refaire.";
  const MOTS = {
    mort: ["La session s’est arrêtée", "Le calcul ne répond plus. Rien n’est perdu\u00a0: ce que vous changiez est dans l’adresse de la page, et ce qui est enregistré est sur le serveur."],
    coupe: ["La connexion est coupée", "Le serveur ne répond pas. Ne fermez pas la page\u00a0: dès que la connexion revient, elle reprend d’elle-même, avec ce que vous venez de changer."],
  };
  function dire() {
    const boite = document.getElementById("cpom-perdu");
    const mort = perdu === MORT;
    const mots = MOTS[mort ? "mort" : "coupe"];
    boite.querySelector("h2").textContent = mots[0];
    const perte = mort && window.cpomNoyau.attente.length ? REFAIRE : "";
    boite.querySelector("p").textContent = mots[1] + perte;
    const bouton = document.getElementById("cpom-recharger");
    bouton.hidden = !mort;
    if (!boite.hidden) { return; }
    boite.hidden = false;
    // what is on its way to a session that died has nobody to go to: the browser need not ask
    bouton.onclick = function () { quitte = true; location.reload(); };
    if (mort) { bouton.focus(); }
  }
  // It asks where something is amiss: an answer that is late, a way that is cut. Else seldom:
  // twenty pages that ask every two seconds would take their time from who moves a slider.
  const SANS_RAISON = 10000;
  let demande = 0;
  function doute() {
    return perdu > 0 || window.cpomNoyau.inquiet() || performance.now() - demande > SANS_RAISON;
  }
  setInterval(function () {
    const lus = reglages();
    if (!lus.kernelId || !doute()) { return; }
    demande = performance.now();
    fetch(lus.baseUrl + "vivant/" + lus.kernelId, { cache: "no-store" }).then(function (reponse) {
      perdu = reponse.ok ? 0 : MORT;
    }, function () { perdu = perdu === MORT ? MORT : Math.min(perdu + 1, 3); }).then(function () {
      if (perdu > 2) { dire(); }
      if (perdu === 0) { document.getElementById("cpom-perdu").hidden = true; }
    });
  }, 2000);
}());
