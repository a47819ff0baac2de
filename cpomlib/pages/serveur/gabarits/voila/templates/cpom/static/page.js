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

  // The spinner goes when the first widget is there, not when the first cell is.
  const ouverture = new MutationObserver(function () {
    if (!document.querySelector(".cpom-app")) { return; }
    ouverture.disconnect();
    const roue = document.getElementById("loading");
    if (roue) { roue.remove(); }
    document.body.classList.add("cpom-pret");
  });
  ouverture.observe(document.documentElement, { childList: true, subtree: true });
  setTimeout(function () {
    const mots = document.getElementById("loading_text");
    if (mots) { mots.textContent = "C’est plus long que d’habitude : le serveur prépare une nouvelle session…"; }
  }, 8000);

  // The kernel says the state of the page in a hidden element: it goes to the address, so that a
  // reload or a shared link finds it again.
  let adresse = null;
  function suivre() {
    const etat = document.querySelector("[data-cpom-adresse]");
    if (etat && etat !== adresse) { adresse = etat; history.replaceState(null, "", etat.dataset.cpomAdresse); }
    document.querySelectorAll("[data-cpom-fichier]:not([data-fait])").forEach(telecharger);
    document.querySelectorAll("[data-cpom-copie]:not([data-fait])").forEach(copier);
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
    // noUiSlider's handles have no accessible name: theirs is that of the box above
    racine.querySelectorAll(".noUi-handle:not([aria-label])").forEach(function (poignee) {
      const champ = poignee.closest(".cpom-champ");
      const texte = champ && champ.querySelector("label");
      if (texte) { poignee.setAttribute("aria-label", "Curseur : " + texte.textContent.trim()); }
    });
    // a year alone names nothing: the name of the rate goes before it
    racine.querySelectorAll(".cpom-annees input:not([aria-label])").forEach(function (champ) {
      const titre = champ.closest(".cpom-par-annee").querySelector(".cpom-champ-titre");
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

  // Once for all that changed since the last image: hundreds of widgets that come together would
  // take longer to look at one by one than to show.
  let prevu = false;
  function regarder() {
    prevu = false;
    nommer(document);
    rouvrir(document);
  }
  new MutationObserver(function () {
    suivre();
    if (prevu) { return; }
    prevu = true;
    if (document.hidden) { setTimeout(regarder); } else { requestAnimationFrame(regarder); }
  }).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("keydown", function (touche) {
    if ((touche.ctrlKey || touche.metaKey) && touche.key === "z" && !/^(INPUT|TEXTAREA)$/.test(touche.target.tagName)) {
      const bouton = document.querySelector(".cpom-annuler");
      if (bouton) { touche.preventDefault(); bouton.click(); }
    }
  });

  // A session that died answers nothing: the page asks the server, says so and offers to reload.
  let perdu = 0;
  function dire() {
    const boite = document.getElementById("cpom-perdu");
    if (boite.hidden) {
      boite.hidden = false;
      const bouton = document.getElementById("cpom-recharger");
      bouton.onclick = function () { location.reload(); };
      bouton.focus();
    }
  }
  setInterval(function () {
    const lus = reglages();
    if (!lus.kernelId) { return; }
    fetch(lus.baseUrl + "vivant/" + lus.kernelId, { cache: "no-store" }).then(function (reponse) {
      perdu = reponse.ok ? 0 : 9;
    }, function () { perdu += 1; }).then(function () {
      if (perdu > 2) { dire(); }
      if (perdu === 0) { document.getElementById("cpom-perdu").hidden = true; }
    });
  }, 2000);
}());
