"""How the fuzzer gets in: as the first account of an empty studio, which makes it an administrator.

Operations that a key can use are asked with a key of all scopes, the others with a session.
"""

import functools

import requests
import schemathesis

PERSON = {"email": "fuzz@example.org", "password": "violet tram under rain", "name": "Fuzz"}
SCOPES = ["read", "generate", "manage", "admin"]


@functools.cache
def account(base: str) -> dict:
    """Registered once: registering and logging in are limited in rate."""
    session = requests.Session()
    session.headers["Origin"] = base
    session.post(f"{base}/api/auth/register", json=PERSON, timeout=10).raise_for_status()
    key = session.post(f"{base}/api/keys", json={"name": "Fuzz", "scopes": SCOPES}, timeout=10)
    key.raise_for_status()
    return {"cookie": session.cookies["studio_session"], "key": key.json()["secret"], "origin": base}


@schemathesis.auth(refresh_interval=None)
class Account:
    def get(self, case, context):
        return account(case.operation.base_url.rstrip("/"))

    def set(self, case, data, context):
        case.headers = case.headers or {}
        security = case.operation.definition.raw.get("security", [])
        if any("key" in way for way in security):
            case.headers["Authorization"] = f"Bearer {data['key']}"
        elif security != [{}]:
            case.headers["Origin"] = data["origin"]
            case.cookies = {**(case.cookies or {}), "studio_session": data["cookie"]}
