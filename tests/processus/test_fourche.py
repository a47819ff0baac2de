"""Forked kernels: warm, and clean of everything their parent has."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import PATIENCE, attendre

from cpomlib.processus import culture, fourche
from cpomlib.processus.lien import ADRESSE

from .noyau import noyau, play

pytestmark = [
    pytest.mark.skipif(not culture.possible(), reason="no fork here"),
    pytest.mark.xdist_group("noyaux"),
]


@pytest.fixture(scope="module")
def pepiniere():
    """A parent that has imported a little, one module of which an ordinary kernel has not."""
    with culture.pepiniere(None, ["numpy", "vl_convert", "this_does_not_exist", "mailcap"]) as env:
        yield env


def test_a_forked_kernel_is_born_with_the_modules_of_its_parent(pepiniere):
    before = "import sys; print('mailcap' in sys.modules)"
    assert play(pepiniere, before) == ["True"]
    assert play({}, before) == ["False"]


def test_it_has_a_session_a_folder_and_an_environment_of_its_own(pepiniere, tmp_path):
    asked = {"PATH": "/bin", "CPOM_ESSAI": "à moi", "HOME": str(tmp_path), **pepiniere}
    code = """
        import os
        print(os.getsid(0) == os.getpid(), os.getcwd(), os.environ["CPOM_ESSAI"], sep="|")
        print(os.environ.get("CPOM_PEPINIERE"), os.environ.get("OMP_NUM_THREADS"), sep="|")
        print(os.environ["JPY_PARENT_PID"] == str(os.getppid()))
    """
    asked["OMP_NUM_THREADS"] = "3"
    said = play(asked, code.replace("\n        ", "\n"), cwd=str(tmp_path))
    assert said == [f"True|{tmp_path}|à moi\nNone|3\nTrue"]


def test_two_children_do_not_draw_the_same_numbers(pepiniere):
    code = "import random, numpy; print(random.random(), numpy.random.random())"
    (first,), (second,) = play(pepiniere, code), play(pepiniere, code)
    assert not set(first.split()) & set(second.split())


def test_it_holds_no_descriptor_of_its_parent(pepiniere):
    """Neither the parent's sockets, nor those of the kernels born before it."""
    links = (
        "import os\n"
        "def links(pid):\n"
        "    found = set()\n"
        "    for name in os.listdir(f'/proc/{pid}/fd'):\n"
        "        try: found.add(os.readlink(f'/proc/{pid}/fd/{name}'))\n"
        "        except OSError: pass\n"
        "    return {each for each in found if each.startswith(('socket', 'pipe', '/'))}\n"
        "shared = links('self') & links(os.getppid())\n"
        "print(sorted(shared - {'/dev/null'}))"
    )

    async def two():
        async with noyau(pepiniere) as (_, first), noyau(pepiniere) as (_, second):
            return await first("1"), await second(links)

    assert attendre(two()) == ("", "[]")


def test_it_draws_charts_though_the_engine_starts_threads(pepiniere):
    code = (
        "import vl_convert\n"
        "x = {'field': 'a', 'type': 'quantitative'}\n"
        "spec = {'data': {'values': [{'a': 1}]}, 'mark': 'bar', 'encoding': {'x': x}}\n"
        "print(vl_convert.vegalite_to_svg(spec)[:4])"
    )
    assert play(pepiniere, code) == ["<svg"]


def test_it_is_interrupted_and_goes_on(pepiniere, tmp_path):
    begun = tmp_path / "la"
    long = (
        "import pathlib, time\nprint('la', flush=True)\n"
        f"pathlib.Path({str(begun)!r}).touch()\ntime.sleep({PATIENCE})"
    )

    async def go():
        async with noyau(pepiniere) as (manager, execute):
            assert manager.provisioner.chaud
            waiting = asyncio.create_task(execute(long))
            while not begun.exists():
                assert not waiting.done()
                await asyncio.sleep(0.05)
            await manager.interrupt_kernel()
            return await waiting, await execute("print('encore là')")

    assert attendre(go()) == ("la\nKeyboardInterrupt", "encore là")


def test_it_is_killed_and_says_so(pepiniere):
    async def go():
        async with noyau(pepiniere) as (manager, _):
            provisioner = manager.provisioner
            assert await provisioner.poll() is None
            pid = provisioner.pid
            await provisioner.kill()
            code = await provisioner.wait()
            return pid, code, await manager.is_alive(), await provisioner.get_provisioner_info()

    pid, code, alive, info = attendre(go())
    assert code == -signal.SIGKILL
    assert not alive
    assert not living(pid)
    assert info["pid"] == pid


def test_it_ends_well_when_asked_to(pepiniere):
    async def go():
        async with noyau(pepiniere) as (manager, _):
            process = manager.provisioner.process
            await manager.shutdown_kernel()
            return process.returncode

    assert attendre(go()) == 0


def test_it_dies_with_what_it_started(pepiniere):
    """A signal goes to the whole group, as with an ordinary kernel."""
    code = "import subprocess; child = subprocess.Popen(['sleep', '60']); print(child.pid)"

    async def go():
        async with noyau(pepiniere) as (manager, execute):
            child = int(await execute(code))
            await manager.shutdown_kernel(now=True)
            return child

    assert gone(attendre(go()))


def test_it_keeps_the_limits_of_who_asks_for_it(pepiniere):
    import resource

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (200, before[1]))
    try:
        code = "import resource; print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])"
        assert play(pepiniere, code) == ["200"]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_it_does_not_outlive_who_asked_for_it(pepiniere):
    program = (
        "import os, time\n"
        "from cpomlib.processus.fourche import naissance\n"
        "import sys\n"
        "born = naissance([sys.executable, '-m', 'ipykernel_launcher'], {})\n"
        "print(born.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    env = {**os.environ, **pepiniere}
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=env
    ) as manager:
        pid = int(manager.stdout.readline())
        assert living(pid)
        manager.kill()
    assert gone(pid)


def test_nothing_outlives_the_owner_of_the_parent(tmp_path):
    program = (
        "import os, sys, time\n"
        "from pathlib import Path\n"
        "from cpomlib.processus.culture import pepiniere\n"
        "from cpomlib.processus.fourche import naissance\n"
        "with pepiniere(None) as env:\n"
        "    born = naissance([sys.executable, '-m', 'ipykernel_launcher'], {'env': "
        "{**os.environ, **env}})\n"
        "    parent = Path(f'/proc/{born.pid}/stat').read_text().split()[3]\n"
        "    print(born.pid, parent, flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    ) as owner:
        pids = [int(word) for word in owner.stdout.readline().split()]
        owner.kill()
    assert [gone(pid) for pid in pids] == [True, True]


def living(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[2] != "Z"
    except OSError:
        return False


def gone(pid):
    end = time.monotonic() + PATIENCE
    while living(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return not living(pid)


def test_the_standard_streams_are_those_asked_for(pepiniere, tmp_path):
    out = tmp_path / "sortie.txt"
    with out.open("wb") as stream:
        born = fourche.naissance(
            [sys.executable, "-m", "ipykernel_launcher", "--version"],
            {"env": {**os.environ, **pepiniere}, "stdout": stream, "cwd": str(tmp_path)},
        )
        while born.poll() is None:
            time.sleep(0.02)
    assert born.returncode == 0
    assert out.read_text(encoding="utf-8").strip()[0].isdigit()
    assert ADRESSE in pepiniere
