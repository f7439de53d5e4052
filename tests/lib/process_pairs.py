"""Before and after, written to measure the difference: every kind of change, alone and mixed.

A base is a few lines: roles with their nodes, then the ways between them. An edit makes the after;
what must be found is written by hand beside it, as (kind, id), with the old id where there is one.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from itertools import pairwise

from draagvlak.lib.bpmn.model import Flow, FlowKind, Lane, Model, Node, NodeKind, Pool

KINDS = {
    "start": NodeKind.START,
    "end": NodeKind.END,
    "x": NodeKind.EXCLUSIVE,
    "+": NodeKind.PARALLEL,
    "user": NodeKind.USER,
    "service": NodeKind.SERVICE,
    "send": NodeKind.SEND,
    "timer": NodeKind.CATCH,
}

TWO = """
Adviseur: a=Stuk schrijven | b=Stuk mailen
> a b
"""
PAPERS = """
Beleidsadviseur: s=<start>Stuk is klaar | a=Stuk mailen naar secretariaat | e=<end>Besluit bekend
Secretariaat: b=Stukken bundelen en printen | c=Bundel rondbrengen | h=Besluiten mailen
Collegelid: d=Papier lezen en aantekeningen maken | f=Vergaderen met papieren bundel
Bestuurssecretaris: g=Besluitenlijst uittypen
> s a b c d f g h e
"""
CONTRACT = """
Inkoper: s=<start> | a=Contract opstellen | f=Contract verzenden | e=<end>
Jurist: p=<+> | b=Voorwaarden toetsen | q=<+> | x=<x>Akkoord? | y=<x>
Controller: c=Budget controleren
Manager: d=<user>Contract ondertekenen
Archief: g=Contract archiveren
> s y a p b q x d f g e
> p c q
> x y : nee
"""
COUNCIL = """
Griffie: s=<start>Vergadering gepland | a=Agenda opstellen | b=Agenda publiceren
Griffie: j=Besluit vastleggen
Griffie: k=<send>Besluitenlijst versturen | m=<+> | n=<+> | w=<timer>Week voor vergadering
Presidium: c=Agenda vaststellen
Raadslid: d=Stukken lezen | f=Technische vragen stellen | i=Stemmen | h=Amendement indienen
Organisatie: g=Technische vragen beantwoorden
Voorzitter: o=Vergadering openen | q=Vergadering sluiten | x=<x>Stemming gevraagd? | y=<x>
Bode: r=Zaal klaarzetten | t=Naambordjes plaatsen
Griffie: e=<end>Besluit bekend
> s a c b w m d f g n o h x i y j q k e
> m r t n
> x y : nee
"""
TWINS = """
Aanvrager: s=<start> | a=Formulier invullen | b=Controleren | e=<end>
Behandelaar: c=Controleren | d=Beoordelen | f=Archiveren
Manager: g=Controleren | h=Tekenen
> s a b c d g h f e
"""
VERBS = "Opstellen Toetsen Registreren Versturen Ontvangen Archiveren Bespreken Plannen Wijzigen"
NOUNS = (
    "vergunning bezwaar factuur subsidie melding verordening begroting dossier raadsvoorstel "
    "aanvraag beschikking zienswijze notulen contract offerte verslag rapport besluit memo advies"
)


@dataclass(frozen=True)
class Case:
    """One pair. `expected` holds (kind, id): the old id, for what is new the new one."""

    name: str
    before: Model
    after: Model
    expected: frozenset[tuple[str, str]]


def model(text: str) -> Model:
    """A model of a few lines."""
    lanes: dict[str, Lane] = {}
    nodes: list[Node] = []
    flows: list[Flow] = []
    for line in text.strip().splitlines():
        if line.startswith(">"):
            ways, _, words = line[1:].partition(" : ")
            keys = ways.split()
            for one, other in pairwise(keys):
                flows.append(_flow(one, other, words.strip()))
            continue
        role, _, held = line.partition(": ")
        lane = lanes.setdefault(role, Lane(f"lane {role}", role, "pool"))
        for word in held.split(" | "):
            key, _, name = word.strip().partition("=")
            kind = NodeKind.TASK
            if name.startswith("<"):
                sign, _, name = name[1:].partition(">")
                kind = KINDS[sign]
            nodes.append(Node(key, kind, name, "pool", lane.id))
    pools = (Pool("pool", "Proces", "process"),)
    return Model("m", "", "", pools, tuple(lanes.values()), tuple(nodes), tuple(flows))


def _flow(one: str, other: str, words: str = "") -> Flow:
    return Flow(f"{one}-{other}", FlowKind.SEQUENCE, one, other, words)


def drop(was: Model, *keys: str) -> Model:
    """Take steps away; what came before them now goes on to what came after."""
    for key in keys:
        before = [flow.source for flow in was.flows if flow.target == key]
        after = [flow.target for flow in was.flows if flow.source == key]
        rest = [flow for flow in was.flows if key not in (flow.source, flow.target)]
        ties = [_flow(one, other) for one in before for other in after]
        nodes = tuple(node for node in was.nodes if node.id != key)
        was = replace(was, nodes=nodes, flows=(*rest, *ties))
    return was


def role(was: Model, name: str) -> Model:
    """Have a role."""
    if any(lane.name == name for lane in was.lanes):
        return was
    return replace(was, lanes=(*was.lanes, Lane(f"lane {name}", name, "pool")))


def put(was: Model, key: str, name: str, who: str, way: tuple[str, str]) -> Model:
    """Put a step on a way."""
    sign, _, bare = name[1:].partition(">") if name.startswith("<") else ("", "", name)
    was = role(was, who)
    kind = KINDS.get(sign, NodeKind.TASK)
    node = Node(key, kind, bare, "pool", next(one.id for one in was.lanes if one.name == who))
    rest = [flow for flow in was.flows if (flow.source, flow.target) != way]
    return replace(
        was,
        nodes=(*was.nodes, node),
        flows=(*rest, *([_flow(way[0], key)] if way[0] else []), _flow(key, way[1])),
    )


def name(was: Model, key: str, words: str) -> Model:
    return replace(
        was, nodes=tuple(replace(n, name=words) if n.id == key else n for n in was.nodes)
    )


def move(was: Model, key: str, who: str) -> Model:
    was = role(was, who)
    lane = next(one.id for one in was.lanes if one.name == who)
    return replace(was, nodes=tuple(replace(n, lane=lane) if n.id == key else n for n in was.nodes))


def kind(was: Model, key: str, sign: str) -> Model:
    fresh = KINDS[sign]
    return replace(
        was, nodes=tuple(replace(n, kind=fresh) if n.id == key else n for n in was.nodes)
    )


def routed(was: Model, cut: str, tie: str) -> Model:
    """Cut and tie ways: "a-b c-d"."""
    gone = {tuple(one.split("-")) for one in cut.split()}
    kept = [flow for flow in was.flows if (flow.source, flow.target) not in gone]
    ties = [_flow(*one.split("-")) for one in tie.split()]
    return replace(was, flows=(*kept, *ties))


def renamed_role(was: Model, before: str, after: str) -> Model:
    lanes = [replace(one, name=after) if one.name == before else one for one in was.lanes]
    return replace(was, lanes=tuple(lanes))


def large(count: int, seed: int) -> Model:
    """A long process with side ways, of `count` steps with names that occur once."""
    dice = random.Random(seed)  # noqa: S311 no secret
    words = [f"{verb} {noun}" for noun in NOUNS.split() for verb in VERBS.split()]
    dice.shuffle(words)
    roles = ["Balie", "Backoffice", "Jurist", "Manager", "Archief", "Bestuur"]
    rounds = ["", " tweede ronde", " derde ronde", " vierde ronde"]
    lanes = tuple(Lane(f"lane {one}", one, "pool") for one in roles)
    nodes = [Node("s", NodeKind.START, "", "pool", lanes[0].id)]
    for at in range(count):
        words_here = words[at % len(words)] + rounds[at // len(words) % len(rounds)]
        words_here += f" {at}" if at >= len(words) * len(rounds) else ""
        lane = dice.choice(lanes).id
        nodes.append(Node(f"n{at}", NodeKind.TASK, words_here, "pool", lane))
    nodes.append(Node("e", NodeKind.END, "", "pool", lanes[0].id))
    flows = [_flow(one.id, other.id) for one, other in pairwise(nodes)]
    for at in range(10, count - 10, 10):
        nodes.append(Node(f"g{at}", NodeKind.EXCLUSIVE, "", "pool", lanes[at % 6].id))
        flows = [flow for flow in flows if flow.id != f"n{at}-n{at + 1}"]
        flows += [_flow(f"n{at}", f"g{at}"), _flow(f"g{at}", f"n{at + 1}")]
        flows.append(_flow(f"g{at}", f"n{at + 4}", "spoed"))
    return Model("m", "", "", (Pool("pool", "", "p"),), lanes, tuple(nodes), tuple(flows))


def anew(was: Model, seed: int = 1) -> tuple[Model, dict[str, str]]:
    """The same model as another tool would write it: other ids, another order. And id → new id."""
    dice = random.Random(seed)  # noqa: S311 no secret
    ids = {one.id: f"sid-{dice.getrandbits(64):x}" for one in (*was.lanes, *was.nodes)}
    nodes = [replace(node, id=ids[node.id], lane=ids.get(node.lane, "")) for node in was.nodes]
    dice.shuffle(nodes)
    lanes = tuple(replace(lane, id=ids[lane.id]) for lane in was.lanes)
    flows = [
        replace(f, id=f"f{at}", source=ids[f.source], target=ids[f.target])
        for at, f in enumerate(was.flows)
    ]
    dice.shuffle(flows)
    return replace(was, lanes=lanes, nodes=tuple(nodes), flows=tuple(flows)), ids


def case(title: str, before: str | Model, after: Model, expected: str = "") -> Case:
    """`expected` is "kind id, kind id"."""
    first = model(before) if isinstance(before, str) else before
    found = [one.strip().partition(" ") for one in expected.split(",") if one.strip()]
    return Case(title, first, after, frozenset((one[0], one[2]) for one in found))


def cases() -> list[Case]:
    """All pairs."""
    two, papers, contract = model(TWO), model(PAPERS), model(CONTRACT)
    council, twins = model(COUNCIL), model(TWINS)
    added = put(papers, "n", "Stuk plaatsen in iBabs", "Beleidsadviseur", ("a", "b"))
    return [
        case("two, nothing", two, two),
        case("two, renamed", two, name(two, "b", "Stuk versturen"), "renamed b"),
        case("two, moved", two, move(two, "b", "Secretariaat"), "moved b, added lane Secretariaat"),
        case("two, added", two, put(two, "n", "Stuk toetsen", "Adviseur", ("a", "b")), "added n"),
        case("two, removed", two, drop(two, "b"), "removed b"),
        case("two, retyped", two, kind(two, "b", "send"), "retyped b"),
        case("two, turned round", two, routed(two, "a-b", "b-a"), "rerouted a, rerouted b"),
        case("papers, nothing", papers, papers),
        case("papers, added", papers, added, "added n"),
        case("papers, removed", papers, drop(papers, "c"), "removed c"),
        case(
            "papers, two removed in a row", papers, drop(papers, "b", "c"), "removed b, removed c"
        ),
        case(
            "papers, renamed",
            papers,
            name(papers, "f", "Vergaderen met digitale bundel"),
            "renamed f",
        ),
        case(
            "papers, renamed altogether",
            papers,
            name(papers, "g", "Besluiten vastleggen"),
            "renamed g",
        ),
        case("papers, moved", papers, move(papers, "h", "Bestuurssecretaris"), "moved h"),
        case(
            "papers, role renamed",
            papers,
            renamed_role(papers, "Secretariaat", "Bestuursondersteuning"),
            "renamed lane Secretariaat",
        ),
        case(
            "papers, role taken away",
            papers,
            replace(
                move(papers, "g", "Secretariaat"),
                lanes=tuple(one for one in papers.lanes if one.name != "Bestuurssecretaris"),
            ),
            "moved g, removed lane Bestuurssecretaris",
        ),
        case(
            "papers, order of two",
            papers,
            routed(papers, "a-b b-c c-d", "a-c c-b b-d"),
            "rerouted a, rerouted b, rerouted c",
        ),
        case(
            "papers, replaced",
            papers,
            put(drop(papers, "c"), "n", "Melding op tablet", "Collegelid", ("b", "d")),
            "removed c, added n",
        ),
        case(
            "papers, question added",
            papers,
            routed(put(papers, "n", "<x>Compleet?", "Secretariaat", ("a", "b")), "", "n-a"),
            "added n, rerouted a",
        ),
        case(
            "papers to tablets",
            papers,
            move(
                name(
                    name(added, "d", "Stuk lezen en aantekeningen maken"),
                    "f",
                    "Vergaderen met bundel op tablet",
                ),
                "g",
                "Secretariaat",
            ),
            "added n, renamed d, renamed f, moved g",
        ),
        case("contract, nothing", contract, contract),
        case("contract, retyped", contract, kind(contract, "d", "service"), "retyped d"),
        case(
            "contract, side way added",
            contract,
            routed(put(contract, "n", "Privacy toetsen", "Privacy officer", ("", "q")), "", "p-n"),
            "added n, added lane Privacy officer",
        ),
        case("contract, side way removed", contract, _without(contract, "c"), "removed c"),
        case(
            "contract, in turn",
            contract,
            routed(contract, "p-c c-q b-q", "b-c c-q"),
            "rerouted p, rerouted b",
        ),
        case(
            "contract, other gateway",
            contract,
            kind(kind(contract, "p", "x"), "q", "x"),
            "retyped p, retyped q",
        ),
        case(
            "contract, no way back",
            contract,
            routed(contract, "x-y", "x-e"),
            "rerouted x",
        ),
        case(
            "contract, archive first",
            contract,
            routed(contract, "d-f f-g g-e", "d-g g-f f-e"),
            "rerouted d, rerouted g, rerouted f",
        ),
        case(
            "contract, mixed",
            contract,
            drop(name(move(contract, "g", "Inkoper"), "d", "Contract digitaal ondertekenen"), "f"),
            "moved g, renamed d, removed f",
        ),
        case("council, nothing", council, council),
        case(
            "council, mixed",
            council,
            move(
                put(
                    drop(name(council, "i", "Digitaal stemmen"), "t"),
                    "n1",
                    "Uitslag tonen",
                    "Voorzitter",
                    ("i", "y"),
                ),
                "q",
                "Griffie",
            ),
            "renamed i, removed t, added n1, moved q",
        ),
        case(
            "council, no questions",
            council,
            drop(council, "f", "g"),
            "removed f, removed g",
        ),
        case("council, event retyped", council, kind(council, "k", "user"), "retyped k"),
        case(
            "council, question at another place",
            council,
            routed(council, "h-x o-h y-j", "o-x y-h h-j"),
            "rerouted o, rerouted h, rerouted y",
        ),
        case("twins, nothing", twins, twins),
        case("twins, one removed", twins, drop(twins, "c"), "removed c"),
        case("twins, one renamed", twins, name(twins, "g", "Eindcontrole"), "renamed g"),
        case("twins, one moved", twins, move(twins, "c", "Manager"), "moved c"),
        *_large(),
        *_hard(),
    ]


def _without(was: Model, key: str) -> Model:
    """Take a side way away with what is on it."""
    nodes = tuple(node for node in was.nodes if node.id != key)
    flows = tuple(flow for flow in was.flows if key not in (flow.source, flow.target))
    return replace(was, nodes=nodes, flows=flows)


def _large() -> list[Case]:
    found = []
    for count in (60, 120, 300):
        was = large(count, count)
        new = drop(was, "n7", f"n{count - 4}")
        new = name(new, "n15", was.nodes[16].name + " digitaal")
        new = name(new, "n27", "Controle op " + was.nodes[28].name.lower())
        new = put(new, "z1", "Zaak openen in het zaaksysteem", "Balie", ("n31", "n32"))
        new = put(new, "z2", "Aanvrager bellen", "Telefonie", ("n2", "n3"))
        who = "Jurist" if "Jurist" not in was.nodes[46].lane else "Archief"
        new = kind(move(new, "n45", who), "n47", "service")
        new = routed(new, "n35-n36 n36-n37 n37-n38", "n35-n37 n37-n36 n36-n38")
        wanted = (
            f"removed n7, removed n{count - 4}, renamed n15, renamed n27, added z1, added z2, "
            "added lane Telefonie, moved n45, retyped n47, rerouted n35, rerouted n36, "
            "rerouted n37"
        )
        found.append(case(f"{count} steps, mixed", was, new, wanted))
    was = large(300, 7)
    found.append(case("300 steps, nothing", was, was))
    return found


BARE = """
A: s=<start> | a= | x=<x> | b= | e=<end>
B: c= | y=<x> | d=
> s a x b y d e
> x c y
"""


def numbered(was: Model) -> Model:
    """Ids by place in the file, as a table without keys would give them."""
    ids = {node.id: f"Step_{at}" for at, node in enumerate(was.nodes)}
    nodes = tuple(replace(node, id=ids[node.id]) for node in was.nodes)
    flows = tuple(replace(f, source=ids[f.source], target=ids[f.target]) for f in was.flows)
    return replace(was, nodes=nodes, flows=flows)


def _hard() -> list[Case]:
    """What goes wrong when ids or names are believed blindly."""
    papers, bare, contract = model(PAPERS), model(BARE), model(CONTRACT)
    twins = model(TWINS)
    fresh = Node("n", NodeKind.TASK, "Dossier openen", "pool", papers.lanes[0].id)
    above = replace(
        papers,
        nodes=(papers.nodes[0], fresh, *papers.nodes[1:]),
        flows=(_flow("s", "n"), _flow("n", "a"), *papers.flows[1:]),
    )
    all_new = papers
    for key, words in (
        ("a", "Nota uploaden"),
        ("b", "Dossier samenstellen"),
        ("c", "Notificatie sturen"),
    ):
        all_new = name(all_new, key, words)
    return [
        case("ids dealt out by row, one added", numbered(papers), numbered(above), "added Step_1"),
        case(
            "ids dealt out by row, one removed",
            numbered(papers),
            numbered(drop(papers, "b")),
            "removed Step_3",
        ),
        case("no names, nothing", bare, bare),
        case("no names, one retyped", bare, kind(bare, "c", "user"), "retyped c"),
        case("no names, one removed", bare, drop(bare, "d"), "removed d"),
        case(
            "three in a row with other names",
            papers,
            all_new,
            "renamed a, renamed b, renamed c",
        ),
        case("one with another name", papers, name(papers, "f", "Digitaal overleg"), "renamed f"),
        case("start got a name", contract, name(contract, "s", "Inkoop nodig"), "renamed s"),
        case("gateway lost its name", contract, name(contract, "x", ""), "renamed x"),
        case(
            "two swapped between roles",
            papers,
            move(move(papers, "g", "Secretariaat"), "h", "Bestuurssecretaris"),
            "moved g, moved h",
        ),
        case(
            "twins in another order",
            twins,
            routed(twins, "b-c c-d d-g", "b-d d-c c-g"),
            "rerouted b, rerouted d, rerouted c",
        ),
        case(
            "a name that another step takes over",
            papers,
            put(
                name(papers, "b", "Stukken digitaal bundelen"),
                "n",
                "Stukken bundelen en printen",
                "Collegelid",
                ("c", "d"),
            ),
            "renamed b, added n",
        ),
        case(
            "gateways added around a step",
            papers,
            routed(
                put(
                    put(papers, "n1", "<x>Groot stuk?", "Secretariaat", ("a", "b")),
                    "n2",
                    "<x>",
                    "Secretariaat",
                    ("b", "c"),
                ),
                "",
                "n1-n2",
            ),
            "added n1, added n2, rerouted a",
        ),
    ]
