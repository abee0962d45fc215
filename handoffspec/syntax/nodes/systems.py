"""Systems, records, fields, types and lifecycles."""

from typing import Literal, cast

from handoffspec.syntax import ast
from handoffspec.syntax.nodes.kids import Kids, rule
from handoffspec.syntax.nodes.values import maybe_condition, targets_in, value_in

TYPE = (ast.PlainType, ast.ChoiceType, ast.ListType, ast.RecordType, ast.ReferenceType)
FIELD_PART = (
    ast.Flag, ast.Required, ast.KeptBy, ast.Computed, ast.SeenBy, ast.UpTo, ast.Between, ast.Decimals, ast.Path,
    ast.Codec, ast.Ignoring, ast.Default, ast.Means,
)  # fmt: skip


def _type_in(k: Kids) -> ast.Type:
    return cast(ast.Type, k.the(*TYPE))


def limit_in(k: Kids) -> ast.Limit:
    """`255 characters`, `50 MB`."""
    size = k.token("SIZE")
    unit = str(size) if size else next((u for u in ("characters", "bytes", "items") if k.part(u)), "items")
    return ast.Limit(k.span, k.numbers()[0], unit)


def statuses_in(k: Kids) -> tuple[ast.Name | ast.Text, ...]:
    """The names of statuses, in order."""
    return cast("tuple[ast.Name | ast.Text, ...]", k.marks())


def _statuses_or_any(k: Kids) -> tuple[ast.Name | ast.Text, ...] | ast.Any:
    return k.one(ast.Any) or statuses_in(k)


def _wire_in(k: Kids) -> ast.Wire | None:
    wire = k.part("as_wire")
    return (wire.one(ast.Name) or wire.marks()[0]) if wire else None


@rule
def system(k: Kids) -> ast.System:
    sources = tuple(fact.text() for fact in k.parts("fact_source"))
    return ast.System(k.span, k.name(), k.maybe_text(), sources, k.one(ast.Administered), k.of(ast.Record))


@rule
def administered(k: Kids) -> ast.Administered:
    return ast.Administered(k.span, k.maybe_text())


@rule
def record(k: Kids) -> ast.Record:
    key = k.part("record_key")
    return ast.Record(
        k.span,
        name=k.name(),
        title=k.maybe_text(),
        key=key.name() if key else None,
        fields=tuple(f for block in k.parts("fields") for f in block.of(ast.Field)),
        values=k.of(ast.ValueFacts),
        lifecycles=k.of(ast.Lifecycle),
        automations=k.of(ast.Automation),
        people=k.of(ast.PeopleFacts),
        comments=k.of(ast.CommentFacts),
        attachments=k.of(ast.AttachmentFacts),
        calls=k.of(ast.Call),
        customs=k.of(ast.Custom),
        omits=k.of(ast.Omits),
    )


@rule
def extend(k: Kids) -> ast.Extend:
    qualified = k.token("QNAME")
    target = (
        ast.Ref(k.at(qualified), tuple(qualified.split("."))) if qualified else ast.Ref(k.name().span, (k.name().text,))
    )
    return ast.Extend(
        k.span,
        target=target,
        fields=k.of(ast.Field),
        lifecycles=k.of(ast.Lifecycle),
        automations=k.of(ast.Automation),
        comments=k.of(ast.CommentFacts),
        attachments=k.of(ast.AttachmentFacts),
        calls=k.of(ast.Call),
        customs=k.of(ast.Custom),
        administered=k.one(ast.Administered),
        broken=k.broken,
    )


@rule
def omits(k: Kids) -> ast.Omits:
    *paths, reason = k.texts()
    return ast.Omits(k.span, tuple(paths), reason)


@rule
def custom(k: Kids) -> ast.Custom:
    parts = cast("tuple[ast.CustomPart, ...]", k.of(ast.Path, ast.Codec, ast.UpTo, ast.Decimals))
    return ast.Custom(k.span, cast("ast.Type | None", k.one(*TYPE)), parts)


@rule
def call(k: Kids) -> ast.Call:
    return ast.Call(k.span, k.name(), k.text(), k.of(ast.PathFact))


def _path_fact(k: Kids) -> ast.PathFact:
    channel, equals = k.part("on_channel"), k.part("is_text")
    return ast.PathFact(
        k.span,
        name=k.name(),
        path=k.text(),
        codec=k.one(ast.Codec),
        channel=channel.one(ast.Channel) if channel else None,
        equals=equals.text() if equals else None,
    )


@rule
def call_part(k: Kids) -> ast.PathFact:
    return _path_fact(k)


@rule
def cf_path(k: Kids) -> ast.PathFact:
    return _path_fact(k)


@rule
def af_path(k: Kids) -> ast.PathFact:
    return _path_fact(k)


@rule
def vf_path(k: Kids) -> ast.PathFact:
    return _path_fact(k)


@rule
def value_facts(k: Kids) -> ast.ValueFacts:
    times = k.part("vf_times")

    def text(kind: str) -> ast.Text | None:
        part = k.part(kind)
        return part.text() if part else None

    return ast.ValueFacts(
        k.span,
        paths=k.of(ast.PathFact),
        text=k.part("vf_text") is not None,
        zone=times.name() if times else None,
        origin=text("vf_durations"),
        joined=text("vf_lists"),
        parts=text("vf_parts"),
    )


@rule
def people_path(k: Kids) -> ast.PathFact:
    return _path_fact(k)


@rule
def people_facts(k: Kids) -> ast.PeopleFacts:
    return ast.PeopleFacts(k.span, k.of(ast.PathFact))


@rule
def comment_facts(k: Kids) -> ast.CommentFacts:
    channels = k.part("cf_channels")
    form = k.part("cf_format")
    limit = k.part("cf_up_to")
    return ast.CommentFacts(
        k.span,
        channels=channels.of(ast.Channel) if channels else (),
        format=form.name() if form else None,
        limit=limit_in(limit) if limit else None,
        threads=True if k.part("cf_threads") else False if k.part("cf_no_threads") else None,
        edited=True if k.part("cf_edited") else False if k.part("cf_never_edited") else None,
        paths=k.of(ast.PathFact),
    )


@rule
def attachment_facts(k: Kids) -> ast.AttachmentFacts:
    limits = tuple(limit_in(limit) for limit in k.parts("af_size", "af_count"))
    return ast.AttachmentFacts(k.span, limits, k.of(ast.PathFact))


# ── Fields ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@rule
def field(k: Kids) -> ast.Field:
    return ast.Field(
        k.span,
        name=k.name(),
        label=k.maybe_text(),
        types=cast("tuple[ast.Type, ...]", k.of(*TYPE)),
        parts=cast("tuple[ast.FieldPart, ...]", k.of(*FIELD_PART)),
    )


def _flag(k: Kids) -> ast.Flag:
    return ast.Flag(k.span, cast(ast.FlagKind, k.keywords()))


@rule
def m_optional(k: Kids) -> ast.Flag:
    return _flag(k)


@rule
def m_read_only(k: Kids) -> ast.Flag:
    return _flag(k)


@rule
def m_at_creation(k: Kids) -> ast.Flag:
    return _flag(k)


@rule
def m_never_cleared(k: Kids) -> ast.Flag:
    return _flag(k)


@rule
def m_personal(k: Kids) -> ast.Flag:
    return _flag(k)


@rule
def m_secret(k: Kids) -> ast.Flag:
    return _flag(k)


@rule
def m_without_spaces(k: Kids) -> ast.Flag:
    return _flag(k)


@rule
def m_to_be_created(k: Kids) -> ast.Flag:
    return _flag(k)


@rule
def m_required(k: Kids) -> ast.Required:
    return ast.Required(k.span, maybe_condition(k))


@rule
def m_kept(k: Kids) -> ast.KeptBy:
    return ast.KeptBy(k.span, k.name())


@rule
def m_computed(k: Kids) -> ast.Computed:
    return ast.Computed(k.span, k.names())


@rule
def m_seen(k: Kids) -> ast.SeenBy:
    return ast.SeenBy(k.span, k.names())


@rule
def m_up_to(k: Kids) -> ast.UpTo:
    return ast.UpTo(k.span, limit_in(k))


@rule
def m_between(k: Kids) -> ast.Between:
    lowest, highest = k.numbers()
    return ast.Between(k.span, lowest, highest)


@rule
def m_decimals(k: Kids) -> ast.Decimals:
    return ast.Decimals(k.span, k.numbers()[0])


def _path(k: Kids, use: Literal["both", "read", "written"]) -> ast.Path:
    return ast.Path(k.span, k.text(), use)


@rule
def m_at(k: Kids) -> ast.Path:
    return _path(k, "both")


@rule
def m_read_at(k: Kids) -> ast.Path:
    return _path(k, "read")


@rule
def m_written_at(k: Kids) -> ast.Path:
    return _path(k, "written")


@rule
def as_codec(k: Kids) -> ast.Codec:
    return ast.Codec(k.span, k.name())


@rule
def m_compared(k: Kids) -> ast.Ignoring:
    return ast.Ignoring(k.span, k.names())


@rule
def m_default(k: Kids) -> ast.Default:
    return ast.Default(k.span, value_in(k))


@rule
def m_means(k: Kids) -> ast.Means:
    return ast.Means(k.span, k.text())


# ── Types ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@rule
def plain_type(k: Kids) -> ast.PlainType:
    return ast.PlainType(k.span, k.keywords())


@rule
def choice_type(k: Kids) -> ast.ChoiceType:
    return ast.ChoiceType(k.span, k.of(ast.Choice))


@rule
def yes_or_no(k: Kids) -> ast.Name:
    return ast.Name(k.span, k.keywords())


@rule
def choice(k: Kids) -> ast.Choice:
    name, *label = k.marks()
    return ast.Choice(k.span, name, cast(ast.Text, label[0]) if label else None, _wire_in(k))


@rule
def list_type(k: Kids) -> ast.ListType:
    return ast.ListType(k.span, _type_in(k), unique=False)


@rule
def set_type(k: Kids) -> ast.ListType:
    return ast.ListType(k.span, _type_in(k), unique=True)


@rule
def record_type(k: Kids) -> ast.RecordType:
    return ast.RecordType(k.span, k.of(ast.Member))


@rule
def member(k: Kids) -> ast.Member:
    return ast.Member(k.span, k.name(), k.maybe_text(), _type_in(k))


@rule
def reference_type(k: Kids) -> ast.ReferenceType:
    return ast.ReferenceType(k.span, k.name())


# ── Lifecycles and automations ─────────────────────────────────────────────────────────────────────────────────────


@rule
def lifecycle(k: Kids) -> ast.Lifecycle:
    return ast.Lifecycle(k.span, k.name(), k.part("also") is not None, k.of(ast.Status), k.of(ast.Transition))


@rule
def category(k: Kids) -> ast.Name:
    return ast.Name(k.span, k.keywords())


@rule
def s_clock(k: Kids) -> ast.Name:
    return ast.Name(k.span, k.keywords().removeprefix("clock "))


@rule
def status(k: Kids) -> ast.Status:
    kind, *clock = k.of(ast.Name)
    shown = k.part("s_shown")
    allowed = k.part("s_allows")
    return ast.Status(
        k.span,
        name=statuses_in(k)[0],
        category=kind,
        clock=clock[0] if clock else None,
        final=k.part("s_final") is not None,
        initial=k.part("s_initial") is not None,
        shown_as=statuses_in(shown)[0] if shown else None,
        allows=allowed.names() if allowed else (),
        wire=_wire_in(k),
    )


@rule
def transition(k: Kids) -> ast.Transition:
    named = k.part("t_named")
    return ast.Transition(
        k.span,
        sources=_statuses_or_any(k.until("to")),
        targets=_statuses_or_any(k.after("to")),
        needs=tuple(name for part in k.parts("t_needs") for name in part.names()),
        named=named.text() if named else None,
        wire=_wire_in(k),
    )


@rule
def automation(k: Kids) -> ast.Automation:
    return ast.Automation(
        k.span,
        title=k.text(),
        when=tuple(when.condition for when in k.of(ast.When)),
        sets=k.of(ast.SetField),
        clears=tuple(name for part in k.parts("a_clear") for name in part.names()),
        notifies=tuple(target for part in k.parts("a_notify") for target in targets_in(part)),
    )


@rule
def a_set(k: Kids) -> ast.SetField:
    return ast.SetField(k.span, k.name(), value_in(k))
