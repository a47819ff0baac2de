"""What the reports of a campaign share is what their role sees, in the order of its server."""

import pytest
from postgresql.conftest import A
from rapports.diagnostic.test_ensemble import same

from cpomlib.dossier import commun
from cpomlib.rapports import diagnostic
from cpomlib.socle.erreurs import CpomError

ROLES = ("asso_a", "dd_44", "dreets_52", "analyste_52")


def dossier(address):
    try:
        return diagnostic.load(address, A, 2025, "52")
    except CpomError as error:
        return str(error)


def test_each_role_shares_what_it_sees_and_nothing_more(partage, monkeypatch, tmp_path):
    """One folder for all the roles, as no campaign has it: none is given another's tables."""
    for role in (*ROLES, *reversed(ROLES)):
        monkeypatch.delenv(commun.DOSSIER, raising=False)
        alone = dossier(partage.address(role))
        monkeypatch.setenv(commun.DOSSIER, str(tmp_path))
        shared = dossier(partage.address(role))
        if isinstance(alone, str):
            assert alone == shared
        else:
            same(alone, shared)
    seen = {role: dossier(partage.address(role)) for role in ("asso_a", "analyste_52")}
    counts = {role: len(one.autour["gestionnaires"]) for role, one in seen.items()}
    assert counts["asso_a"] == 1 < counts["analyste_52"]


@pytest.mark.parametrize("role", ["asso_a", "analyste_52"])
def test_a_role_without_a_region_is_alone(partage, monkeypatch, tmp_path, role):
    monkeypatch.setenv(commun.DOSSIER, str(tmp_path))
    found = diagnostic.load(partage.address(role), A, 2025)
    assert found.effectif_regional == 0 and found.autour["gestionnaires"].empty
