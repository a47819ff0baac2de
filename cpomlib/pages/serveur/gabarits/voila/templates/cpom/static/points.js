/* The points of a drawing: dragged, or moved by the keyboard. A point moves its box, and only the
   box speaks to the session, as a slider does. */
(function () {
  "use strict";
  const GRANDS = 5;
  const RYTHME = 80;

  function dessin(point) { return point.closest("svg"); }
  function boiteDe(an) { return document.querySelector("#rendered_cells .cpom-an-" + an + " input"); }
  function point(an) { return document.querySelector('#rendered_cells .cpom-point[data-an="' + an + '"]'); }
  function nombre(svg, nom) { return Number(svg.dataset[nom]); }

  function texte(svg, valeur) {
    const montre = svg.dataset.unite === "taux" ? valeur * 100 : valeur;
    return String(Number(montre.toFixed(4))).replace(".", ",").replace("-", "\u2212");
  }
  function rond(svg, valeur) {
    const pas = nombre(svg, "pas");
    const haut = svg.dataset.unite === "taux" ? 1 : Infinity;
    return Math.min(haut, Math.max(0, Math.round(valeur / pas) * pas));
  }
  // the hand stays within the drawing; the keyboard goes on, and the drawing follows
  function borne(svg, valeur) {
    return Math.min(nombre(svg, "vmax"), Math.max(nombre(svg, "vmin"), rond(svg, valeur)));
  }
  function hauteur(svg, valeur) {
    const part = (valeur - nombre(svg, "vmin")) / (nombre(svg, "vmax") - nombre(svg, "vmin"));
    return nombre(svg, "bas") - part * (nombre(svg, "bas") - nombre(svg, "haut"));
  }
  function valeurA(svg, ecran) {
    const place = new DOMPoint(0, ecran).matrixTransform(svg.getScreenCTM().inverse()).y;
    const part = (nombre(svg, "bas") - place) / (nombre(svg, "bas") - nombre(svg, "haut"));
    return borne(svg, nombre(svg, "vmin") + part * (nombre(svg, "vmax") - nombre(svg, "vmin")));
  }
  function montrer(an, valeur) {
    const rond = point(an);
    if (!rond) { return; }
    rond.setAttribute("cy", hauteur(dessin(rond), valeur));
    rond.setAttribute("aria-valuenow", valeur);
    const dit = rond.parentElement.querySelector(".cpom-cible-dite");
    const mots = texte(dessin(rond), valeur) + (dessin(rond).dataset.unite === "taux" ? "\u00a0%" : "");
    // written again only where it differs: who watches the page would be called for ever
    if (dit && dit.textContent !== mots) { dit.textContent = mots; }
  }
  function dire(an, valeur) {
    const boite = boiteDe(an);
    const rond = point(an);
    if (!boite || boite.disabled || !rond) { return; }
    boite.value = texte(dessin(rond), valeur);
    boite.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // what is dragged: its year, its value, when it was last told
  let tire = null;
  let attente = 0;
  function envoyer() {
    attente = 0;
    if (tire && tire.valeur !== tire.dite) { tire.dite = tire.valeur; dire(tire.an, tire.valeur); }
  }
  document.addEventListener("pointerdown", function (geste) {
    const rond = geste.target.closest && geste.target.closest(".cpom-point[data-an]");
    if (!rond) { return; }
    tire = { an: rond.dataset.an, valeur: Number(rond.getAttribute("aria-valuenow")) };
    tire.dite = tire.valeur;
    rond.focus();
    geste.preventDefault();
  });
  document.addEventListener("pointermove", function (geste) {
    const rond = tire && point(tire.an);
    if (!rond) { return; }
    tire.valeur = valeurA(dessin(rond), geste.clientY);
    montrer(tire.an, tire.valeur);
    if (!attente) { attente = setTimeout(envoyer, RYTHME); }
  });
  function lacher() {
    if (!tire) { return; }
    clearTimeout(attente);
    envoyer();
    tire = null;
  }
  document.addEventListener("pointerup", lacher);
  document.addEventListener("pointercancel", lacher);

  const TOUCHES = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: GRANDS, PageDown: -GRANDS };
  document.addEventListener("keydown", function (touche) {
    const ici = touche.target.closest && touche.target.closest(".cpom-point[data-an]");
    const pas = ici && TOUCHES[touche.key];
    if (!ici || touche.ctrlKey || touche.metaKey) { return; }
    if (touche.key === "Delete" || touche.key === "Backspace") {
      const boite = boiteDe(ici.dataset.an);
      touche.preventDefault();
      if (boite && !boite.disabled) { boite.value = ""; boite.dispatchEvent(new Event("change", { bubbles: true })); }
      return;
    }
    if (!pas) { return; }
    touche.preventDefault();
    const svg = dessin(ici);
    const valeur = rond(svg, Number(ici.getAttribute("aria-valuenow")) + pas * nombre(svg, "pas"));
    montrer(ici.dataset.an, valeur);
    dire(ici.dataset.an, valeur);
  });

  // A drawing made again takes back the keyboard, and the point under the hand.
  let tenu = null;
  document.addEventListener("focusin", function (ici) {
    const rond = ici.target.closest && ici.target.closest(".cpom-point[data-an]");
    tenu = rond ? rond.dataset.an : null;
  });
  new MutationObserver(function () {
    if (tire) { montrer(tire.an, tire.valeur); }
    if (tenu && document.activeElement === document.body) {
      const rond = point(tenu);
      if (rond) { rond.focus({ preventScroll: true }); }
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
}());
