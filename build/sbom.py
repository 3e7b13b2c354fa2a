"""The bill of materials of a package in CycloneDX form (JSON, version 1.5), written with the standard library alone."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Mapping
from typing import Any

from shipped import Component

HOLDER = "fieldref"


def sbom(version: str, commit: str, epoch: int, components: list[Component], digests: Mapping[str, str]) -> str:
    """The bill as JSON: fieldref, and each component with its licence and its files' SHA-256 from `digests`.

    The same package gives the same text: serial number and time come from the commit.
    """
    made = datetime.datetime.fromtimestamp(epoch, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    listed = [_component(component, digests) for component in components]
    program = {
        "type": "application",
        "bom-ref": HOLDER,
        "name": HOLDER,
        "version": version,
        "licenses": [{"expression": "Apache-2.0 AND CC-BY-4.0"}],
        "properties": [{"name": "fieldref:commit", "value": commit}],
    }
    values = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{HOLDER} {version} {commit}')}",
        "version": 1,
        "metadata": {"timestamp": made, "component": program},
        "components": listed,
        "dependencies": [{"ref": HOLDER, "dependsOn": [component["bom-ref"] for component in listed]}],
    }
    return json.dumps(values, indent=1, ensure_ascii=False) + "\n"


def _component(component: Component, digests: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {
        "type": "library",
        "bom-ref": component.purl or f"{component.name} {component.version}".strip(),
        "name": component.name,
        "licenses": [{"expression": component.licence}],
    }
    if component.version:
        values["version"] = component.version
    if component.purl:
        values["purl"] = component.purl
    files = [
        {"type": "file", "name": name, "hashes": [{"alg": "SHA-256", "content": digests[name]}]}
        for name in component.files
        if len(digests.get(name, "")) == 64
    ]
    return {**values, "components": files} if files else values
