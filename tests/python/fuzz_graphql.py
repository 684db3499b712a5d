"""Asks a running server whatever schemathesis can think of, as several actors, and judges every answer.

Reads one JSON object on standard input:

    url, schema    the endpoint, and the file of the contract
    actors         name to the headers that make a request theirs
    seed, examples how many documents for each operation; one seed gives the same documents again
    codes          the closed list of codes
    existing       name of an input field or argument to values that mean something
    secrets        actor to texts that none of their answers may hold

Writes one JSON object a line for each answer that should not be, then a summary.
"""

import hashlib
import json
import random
import sys
import time
from collections import Counter
from dataclasses import replace

import graphql
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes
from schemathesis import GenerationMode

BROKEN = {"INTERNAL", "UNAVAILABLE", "QUERY_TIMEOUT", "REQUEST_TIMEOUT", "RATE_LIMITED"}
"""Codes of the closed list that mean a fault here."""

TEXTS = {
    "Date": st.dates().map(str) | st.sampled_from(["2027-03-01", "0000-00-00", "-99999-01-01"]),
    "DateTime": st.datetimes().map(lambda at: f"{at.isoformat()}Z")
    | st.sampled_from(["2026-10-05T09:00:00Z", "2027-03-01T09:00+02:00", "9999-12-31T23:59:59Z"]),
}
"""How some of our scalars look; the others are any text."""

WHY = graphql.parse("{ userErrors { code field message } }").definitions[0].selection_set.selections
TELLS_OF_THE_INSIDE = ["panicked", "sqlx", "sea_orm", "SeaORM", "constraint", "syntax error", ".rs:"]
TAKE_AWAY = ["Archive", "Cancel", "Decline", "Delete", "End", "Merge", "Refuse", "Revoke", "Withdraw"]
ENOUGH = 20


class Wrong(Exception):
    """An answer that should not be."""


class Aim(graphql.Visitor):
    """Makes a random document meet something: existing things, small pages, the reasons of a no."""

    def __init__(self, existing, chance):
        super().__init__()
        self.existing = existing
        self.chance = chance

    def enter_operation_definition(self, node, *_):
        if node.operation != graphql.OperationType.MUTATION:
            return None
        fields = (asking_why(field) for field in node.selection_set.selections)
        return replace(node, selection_set=replace(node.selection_set, selections=tuple(fields)))

    def enter_argument(self, node, key, parent, path, ancestors):
        if node.name.value in ("first", "last") and self.chance.random() < 0.9:
            return replace(node, value=graphql.IntValueNode(value=str(self.chance.randint(1, 3))))
        return self.aimed(node, ancestors)

    def enter_object_field(self, node, key, parent, path, ancestors):
        return self.aimed(node, ancestors)

    def aimed(self, node, ancestors):
        is_text = isinstance(node.value, (graphql.StringValueNode, graphql.IntValueNode))
        is_list = isinstance(node.value, graphql.ListValueNode)
        known = self.known(node.name.value, ancestors)
        if not known or not (is_text or is_list) or self.chance.random() < 0.2:
            return None
        value = graphql.StringValueNode(value=self.chance.choice(known))
        if is_list:
            if node.value.values and not isinstance(node.value.values[0], graphql.StringValueNode):
                return None
            value = graphql.ListValueNode(values=(value,))
        return replace(node, value=value)

    def known(self, name, ancestors):
        if name in ("id", "ids"):
            fields = [node for node in ancestors if isinstance(node, graphql.FieldNode)]
            own = self.existing.get(f"{fields[-1].name.value}Id") if fields else None
            return own or self.existing["id"]
        return self.existing.get(name) or self.existing.get(name.removesuffix("s"))


def asking_why(field):
    selections = (*field.selection_set.selections, *WHY)
    return replace(field, selection_set=replace(field.selection_set, selections=selections))


def aimed(text, existing):
    chance = random.Random(hashlib.sha256(text.encode()).digest())
    return graphql.print_ast(graphql.visit(graphql.parse(text), Aim(existing, chance)))


def fits(schema, kind, selections, value, path):
    """Holds a value of an answer to its type."""
    if isinstance(kind, graphql.GraphQLNonNull):
        if value is None:
            raise Wrong(f"{path} is null and may not be")
        kind = kind.of_type
    if value is None:
        return
    if isinstance(kind, graphql.GraphQLList):
        if not isinstance(value, list):
            raise Wrong(f"{path} is no list")
        for place, item in enumerate(value):
            fits(schema, kind.of_type, selections, item, f"{path}.{place}")
    elif isinstance(kind, graphql.GraphQLEnumType):
        if value not in kind.values:
            raise Wrong(f"{path} is {value!r}, no value of {kind}")
    elif isinstance(kind, graphql.GraphQLScalarType):
        types = {"Int": int, "Float": (int, float), "Boolean": bool}.get(kind.name, str)
        is_bool = isinstance(value, bool)
        if not isinstance(value, types) or (is_bool and kind.name != "Boolean"):
            raise Wrong(f"{path} is {value!r}, no {kind}")
    else:
        if not isinstance(value, dict):
            raise Wrong(f"{path} is no object")
        fits_object(schema, kind, selections, value, path)


def fits_object(schema, kind, selections, value, path):
    if graphql.is_abstract_type(kind):
        if "__typename" not in value:
            return
        kind = schema.type_map[value["__typename"]]
    for selection in selections:
        if isinstance(selection, graphql.InlineFragmentNode):
            condition = selection.type_condition
            if condition is None or is_a(schema, kind, condition.name.value):
                fits_object(schema, kind, selection.selection_set.selections, value, path)
            continue
        name = selection.name.value
        answered = selection.alias.value if selection.alias else name
        if name == "__typename":
            continue
        if answered not in value:
            raise Wrong(f"{path}.{answered} was asked for and is not there")
        below = selection.selection_set.selections if selection.selection_set else ()
        fits(schema, kind.fields[name].type, below, value[answered], f"{path}.{answered}")


def is_a(schema, kind, name):
    other = schema.type_map[name]
    return other is kind or (graphql.is_abstract_type(other) and schema.is_sub_type(other, kind))


def judge(asked, schema, actor, document, response):
    """Raises what is wrong with an answer; gives its codes, and whether it was executed."""
    text = response.text
    if response.status_code >= 500:
        raise Wrong(f"status {response.status_code}")
    try:
        answer = response.json()
    except ValueError:
        raise Wrong("the answer is no JSON") from None
    errors = answer.get("errors", [])
    for error in errors:
        code = error.get("extensions", {}).get("code")
        if code not in asked["codes"]:
            raise Wrong(f"the code {code} is not of the closed list")
        if code in BROKEN:
            raise Wrong(f"the code {code}")
        for word in TELLS_OF_THE_INSIDE:
            if word in error["message"] and word not in document:
                raise Wrong(f"an error's message tells of the inside: {word}")
    for secret in asked["secrets"].get(actor, []):
        if secret in text and secret not in document:
            raise Wrong(f"the answer holds {secret}")
    if "data" not in answer and not errors:
        raise Wrong("neither data nor errors")
    if answer.get("data") is not None:
        operation = graphql.parse(document).definitions[0]
        root = schema.get_root_type(operation.operation)
        fits_object(schema, root, operation.selection_set.selections, answer["data"], "data")
    return "data" in answer, {error["extensions"]["code"] for error in errors} or {"none"}


def takes_away(operation):
    """Whether the operation takes something away that the others would need."""
    return any(word in operation.label for word in TAKE_AWAY)


def main():
    asked = json.load(sys.stdin)
    contract = schemathesis.graphql.from_path(asked["schema"])
    for name, kind in contract.client_schema.type_map.items():
        if graphql.is_scalar_type(kind) and name not in graphql.specified_scalar_types:
            texts = TEXTS.get(name, st.text(max_size=40))
            schemathesis.graphql.scalar(name, texts.map(nodes.String))
    sessions = {actor: requests.Session() for actor in asked["actors"]}
    seen = {actor: {"asked": 0, "executed": 0, "codes": Counter()} for actor in asked["actors"]}
    seen["operations"] = 0
    wrong = 0
    known = set()

    def report(label, actor, document, why, response=None):
        nonlocal wrong
        if (label, why) in known:
            return
        known.add((label, why))
        wrong += 1
        answer = response.text[:1_000] if response is not None else None
        print(json.dumps({"operation": label, "actor": actor, "why": why, "document": document, "answer": answer}))

    def ask(actor, document):
        return sessions[actor].post(
            asked["url"],
            json={"query": document},
            headers=asked["actors"][actor] | {"Accept": "application/graphql-response+json"},
            timeout=15,
        )

    def run(operation, mode, examples):
        @seed(asked["seed"])
        @settings(
            max_examples=examples,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def each(case):
            document = case.body
            if not isinstance(document, str):
                return
            if mode == GenerationMode.POSITIVE:
                document = aimed(document, asked["existing"])
            for actor in asked["actors"]:
                if wrong >= ENOUGH:
                    return
                seen[actor]["asked"] += 1
                response = None
                try:
                    response = ask(actor, document)
                    executed, codes = judge(asked, contract.client_schema, actor, document, response)
                    seen[actor]["executed"] += executed
                    seen[actor]["codes"].update(codes)
                except (Wrong, requests.RequestException) as error:
                    report(operation.label, actor, document, str(error), response)

        each()

    operations = [result.ok() for result in contract.get_all_operations()]
    for operation in sorted(operations, key=takes_away):
        seen["operations"] += 1
        run(operation, GenerationMode.POSITIVE, asked["examples"])
        run(operation, GenerationMode.NEGATIVE, max(1, asked["examples"] // 4))
        began = time.monotonic()
        actor = next(iter(asked["actors"]))
        plain = ask(actor, "{ __typename }")
        if plain.status_code != 200 or time.monotonic() - began > 1:
            report(operation.label, actor, "{ __typename }", f"after it: {time.monotonic() - began:.1f} s", plain)
    print(json.dumps({"seen": seen}))


main()
