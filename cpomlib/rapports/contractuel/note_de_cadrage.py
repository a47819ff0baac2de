"""The framing note: what the contract covers, who takes part, by when, what must be gathered."""

from __future__ import annotations

from cpomlib.calcul.contrat import demarche_de, organisme
from cpomlib.dossier import DossierContrat
from cpomlib.droit import nom_departement
from cpomlib.rapports.contractuel import calendriers, contrat, tableaux
from cpomlib.rapports.contractuel.controle import controle
from cpomlib.rapports.contractuel.elements import absent, couverture, jour, mots, texte
from cpomlib.rendu.blocs import Colonne, Groupe, Paragraphe, Tableau, Titre
from cpomlib.socle import insecable, pluriel


def entete(dossier: DossierContrat) -> Groupe:
    """Show which contract is prepared, and in a sentence what it covers."""
    convenu = dossier.convenu
    places = ", ".join(map(nom_departement, convenu.departements))
    said = (
        f"{dossier.raison_sociale}\u00a0: "
        f"{pluriel(len(convenu.tenus), 'établissement ou service', 'établissements et services')}, "
        f"dont {pluriel(len(convenu.chrs), 'CHRS', 'CHRS')} ({places})."
    )
    return Groupe((couverture(dossier, "Note de cadrage"), Paragraphe(insecable(said))))


def perimetre(dossier: DossierContrat) -> Groupe:
    """Show the perimeter, and the clauses that it calls for."""
    shown = [one for one in dossier.clauses if one.rubrique == "perimetre"]
    return Groupe((
        Titre(2, f"Ce que le contrat {'couvre' if dossier.contrat.signe else 'couvrira'}"),
        tableaux.etablissements(dossier),
        *(Paragraphe(f"{one.texte} ({one.article})" if one.article else one.texte)
          for one in shown if one.code in {"perimetre_subventions", "perimetre_autorite",
                                           "perimetre_entrees", "perimetre_sorties"}),
    ))  # fmt: skip


def parties(dossier: DossierContrat) -> Groupe:
    """Show who takes part, and how."""
    rows = tuple(
        (organisme(dossier.convenu, row), mots("nature_partie", row["nature"]),
         mots("role_partie", row["role"]), texte(row["qualite"]))
        for row in dossier.contrat.de("contrat_parties")
    )  # fmt: skip
    title = Titre(2, "Les parties")
    if not rows:
        todo = "Remplissez la table «\u00a0Parties au contrat\u00a0»."
        return Groupe((title, absent("Parties", "Aucune partie n’est nommée.", todo)))
    columns = tuple(map(Colonne, ("Organisme", "Nature", "Rôle", "Fonction")))
    return Groupe((title, Tableau("Qui signe, qui est consulté", columns, rows)))


def demarche(dossier: DossierContrat) -> Groupe:
    """Show who does what, by when, drawn and listed."""
    title = Titre(2, "La démarche")
    if not demarche_de(dossier.contrat, dossier.jour)[0]:
        todo = "Remplissez la table «\u00a0Démarche\u00a0» si elle sert encore."
        return Groupe((title, absent("Démarche", "Elle n’est pas dans la base.", todo)))
    return Groupe((
        title,
        *calendriers.figure_demarche(dossier),
        calendriers.tableau_demarche(dossier),
    ))  # fmt: skip


def a_reunir(dossier: DossierContrat) -> Groupe:
    """List what must be gathered before the signature, and who holds it."""
    row = dossier.contrat.ligne
    known = (
        ("Arrêté de programmation régionale", texte(row["arrete_programmation"]),
         "le service de l’État en région"),
        ("Diagnostic partagé", _diagnostic(dossier), "les parties"),
    )  # fmt: skip
    missing = tuple(
        (f"{what} ({where})", "[à compléter]", who) for what, who, where in contrat.manques(dossier)
    )
    kept = tuple(one for one in missing if "arrêté de programmation" not in one[0])
    columns = tuple(map(Colonne, ("Pièce ou décision", "Où l’on en est", "Qui le sait")))
    return Groupe((
        Titre(2, "Ce que la base ne tient pas" if dossier.contrat.signe
              else "À réunir avant de signer"),
        Tableau("Liste de contrôle", columns, (*known, *kept)),
    ))  # fmt: skip


def points(dossier: DossierContrat) -> Groupe:
    """Show what the rules find of the contract as it is prepared."""
    return Groupe(controle(dossier))


def _diagnostic(dossier: DossierContrat) -> str:
    row = dossier.contrat.ligne
    if row["diagnostic_valide_le"]:
        return f"validé le {jour(row['diagnostic_valide_le'])}"
    return f"année {row['annee_diagnostic']}, à valider" if row["annee_diagnostic"] else texte("")
