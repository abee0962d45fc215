"""Documents that no import can use: each is refused with what it is."""

import pytest

from handoffspec.importers.found import ImportRefusedError
from handoffspec.importers.json_schema import pointed
from handoffspec.importers.systems import recognised


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ([], "this holds nothing"),
        (None, "this holds nothing"),
        (12, "this is a single value, and nothing that describes fields"),
        ("hello", "this is a text"),
        ({"tickets": []}, "this is tickets, and nothing that describes fields"),
        ({"error": "Couldn't authenticate you"}, "an error that the API answered: Couldn't authenticate you"),
        ({"error": {"message": "User Not Authenticated"}, "status": "failure"}, "answered: User Not Authenticated"),
        ({"errorMessages": ["No permission."], "errors": {}}, "an error that the API answered: No permission."),
        ({"errors": [{"message": "Not a recognized ID: 1"}]}, "answered: Not a recognized ID: 1"),
        ([{"errorCode": "INVALID_SESSION_ID", "message": "Expired"}], "an error that the API answered: Expired"),
        ([{"id": "x", "name": "X", "schema": {"type": "string"}}], "this is from Jira, not from Zendesk"),
        ({"data": [{"custom_field": {"gid": "1", "resource_subtype": "text"}}]}, "this is from Asana"),
    ],
)
def test_what_is_no_metadata_is_refused_with_what_it_is(document, said):
    with pytest.raises(ImportRefusedError) as refused:
        recognised(document, "zendesk")
    assert said in str(refused.value)
    assert refused.value.help


@pytest.mark.parametrize("pointer", ["Apache", "/Apach", "/Apache/7", "/Apache/0/x/y"])
def test_a_pointer_that_leads_nowhere_is_refused(pointer):
    with pytest.raises(ImportRefusedError):
        pointed({"Apache": [{"id": "a"}]}, pointer)
