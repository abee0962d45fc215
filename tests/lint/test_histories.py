"""Histories as they are told."""

from io import StringIO

from handoffspec.pipeline import check

STUCK = """
use zendesk

system desk "Partner desk" {
  administered by us
  record ticket "Ticket" {
    key id
    fields {
      id     integer kept by desk at "id"
      status choice required at "status"
    }
    lifecycle status {
      new  is todo, initial, clock runs
      work is doing, clock runs
      done is done, clock stopped
      from new to work
      from work to done
      from done to work
    }
  }
}

handoff escalation "To the partner" {
  from zendesk.ticket
  to desk.ticket
  trigger {
    when priority becomes urgent
  }
  sync both ways on change {
    status {
      new                -> new
      open              <-  new
      open              <-> work
      pending, hold      -> work
      solved, closed     -> done
      solved            <-  done
    }
  }
}
"""


def test_a_record_that_begins_where_it_should_be_moves_nowhere() -> None:
    told = [one.witness for one in check(["-"], StringIO(STUCK)).diagnostics if one.code.code == "HS0403"]
    begun = [str(steps[0]) for steps in told if isinstance(steps, list)]
    assert begun
    assert "The handoff takes place while Zendesk Support is new: Partner desk begins in new." in begun
