# specs/zendesk_to_jira.handoff in jq: a ticket with its users and comments to a result line. No types are checked.
# Strings are split and joined where that does, for jq's regular expressions are several times slower.

def lossy($field; $cause; $impact; $detail):
  {field: $field, class: "lossy", cause: $cause, impact: $impact, detail: $detail};
def lost($field; $impact; $detail):
  {field: $field, class: "lost", cause: "unmapped", impact: $impact, detail: $detail};
def filled: . != null and . != "" and . != [];
def replaced($old; $new): if contains($old) then split($old) | join($new) else . end;
def trimmed: if startswith(" ") or endswith(" ") or contains("\n") then sub("^\\s+"; "") | sub("\\s+$"; "") else . end;

# ── Atlassian documents ───────────────────────────────────────────────────────────────────────────────────────────────

def doc($content): {version: 1, type: "doc", content: $content};
def text($text): {type: "text", text: $text};
def marked($text; $mark): {type: "text", text: $text, marks: [{type: $mark}]};
def paragraph($content): if $content == [] then {type: "paragraph"} else {type: "paragraph", content: $content} end;
def lines:
  if contains("\n")
  then [split("\n")[] | (if . == "" then empty else text(.) end), {type: "hardBreak"}] | .[:-1]
  else [text(.)] end;
def item: {type: "listItem", content: [paragraph(lines)]};

# ── The context block: for each entry its nodes and its plain text ────────────────────────────────────────────────────

def quoted:
  if startswith("\"") or startswith(" ") or endswith(" ") or contains("\n")
    or . == "(none)" or . == "(empty text)" or . == "(empty list)" or . == "(empty record)"
  then "\"\(.)\"" else . end;
def inside: if . == null then "(none)" elif . == "" then "(empty text)" else quoted end;
def entry($title):
  if contains("\n")
  then {nodes: [paragraph([marked($title + ":"; "strong")]), {type: "blockquote", content: [paragraph(lines)]}],
        said: "\($title):\n\n> \(replaced("\n"; "\n> "))"}
  else {nodes: [paragraph([marked($title + ":"; "strong"), text(" " + .)])], said: "\($title): \(.)"} end;
def value($title):
  (if . == null then "(none)" elif . == "" then "(empty text)" elif contains("\n") then . else quoted end)
  | entry($title);
def listed($title; $bullets; spelling):
  if . == null then "(none)" | entry($title)
  elif . == [] then "(empty list)" | entry($title)
  else
    map(spelling)
    | {nodes: [paragraph([marked($title + ":"; "strong")]),
               if $bullets then {type: "bulletList", content: map(item)}
               else {type: "orderedList", attrs: {order: 1}, content: map(item)} end],
       said: "\($title):\n\n\(if $bullets then map("- " + replaced("\n"; "\n  "))
                              else [to_entries[] | "\(.key + 1). " + (.value | replaced("\n"; "\n   "))] end | join("\n"))"}
  end;
def step:
  [if has("step") then "step: \(.step | inside)" else empty end,
   if has("outcome") then "outcome: \(.outcome | inside)" else empty end]
  | if . == [] then "(empty record)" else map(replaced("\n"; "\n  ")) | join("\n") end;
def impacts: {one_user: "One user affected", several_users: "Multiple users affected",
              system_down: "Business-critical system down"};
def head: "Handoff context · escalation · Service desk escalates to engineering";
def foot: "End of handoff context · escalation (8 entries)";
def block($c; $problem; $origin):
  [($c.action | value("Expected next action")),
   ((if $c.impact == null then "(none)" else impacts[$c.impact] end) | entry("Customer impact")),
   ($c.users | listed("Affected users"; true; inside)),
   ($c.system | value("Affected system")),
   ($c["function"] | value("Business function affected")),
   ($c.steps | listed("Troubleshooting steps"; false; step)),
   ((if $problem == null then null else "\($problem)" end) | value("Zendesk problem")),
   ((if $origin == null then null else "\($origin)" end) | value("Follow-up of Zendesk ticket"))]
  | {nodes: ([{type: "rule"}, {type: "heading", attrs: {level: 3}, content: [text(head)]}] + (map(.nodes) | add)
             + [paragraph([marked(foot; "em")])]),
     said: "---\n\n\(head)\n\n\(map(.said) | join("\n\n"))\n\n\(foot)"};
def described($text; $block):
  if $text == "" then {doc: doc($block.nodes), said: $block.said, cut: false}
  else
    (32767 - 2 - ($block.said | length)) as $room
    | (($text | length) > $room) as $cut
    | (if $cut then $text[:$room - 1] + "…" else $text end) as $kept
    | {doc: doc([paragraph($kept | lines)] + $block.nodes), said: "\($kept)\n\n\($block.said)", cut: $cut}
  end;

# ── Comments in the HTML of Zendesk's editor ──────────────────────────────────────────────────────────────────────────

def unescaped:
  if contains("&")
  then replaced("&lt;"; "<") | replaced("&gt;"; ">") | replaced("&quot;"; "\"") | replaced("&#39;"; "'")
    | replaced("&#x27;"; "'") | replaced("&nbsp;"; " ") | replaced("&amp;"; "&")
  else . end;
def said: unescaped | if . == "" then empty else text(.) end;
def run:
  index(">") as $at | .[:$at] as $tag | .[$at + 1:]
  | if $tag == "br" then {type: "hardBreak"}, said
    elif $tag == "strong" then marked(unescaped; "strong")
    elif $tag == "em" then marked(unescaped; "em")
    elif $tag == "code" then marked(unescaped; "code")
    elif $tag | startswith("a ")
    then {type: "text", text: unescaped, marks: [{type: "link", attrs: {href: ($tag[8:-1] | unescaped)}}]}
    else said end;
def inlines: split("<") | [(.[0] | said), (.[1:][] | run)];
def inner: ltrimstr("<div class=\"zd-comment\" dir=\"auto\">") | rtrimstr("</div>");
def unsafe: "<a href=\"(?!https?://|mailto:|tel:)[^\"]*\">(?<shown>[^<]*)</a>";
def blocks:
  split("<p>") | .[1:][] | split("</p>")
  | paragraph(.[0] | inlines),
    (.[1] // "" | if startswith("<ul>")
     then {type: "bulletList", content: [split("<li>") | .[1:][] | split("</li>")[0] | {type: "listItem", content: [paragraph(inlines)]}]}
     else empty end);
def words: replaced("\n"; " ") | split(" ") | map(select(. != ""));
def is_description($wanted):
  (.html_body | inner | replaced("<p>"; " ") | replaced("</p>"; " ") | replaced("<br>"; " ") | unescaped | words) == $wanted;
def without_description($text):
  if $text == "" then . else
    ([.[].public] | index(true)) as $first
    | if $first != null and (.[$first] | is_description($text | words)) then .[:$first] + .[$first + 1:] else . end
  end;
def copied($users):
  (.html_body | inner) as $html
  | ($html | contains("<a href=") and test(unsafe)) as $unsafe
  | (if .public then "public" else "internal" end) as $channel
  | ($users["\(.author_id)"] // {}) as $author
  | ($author.name // $author.email // .author_id) as $name
  | paragraph([marked((if $name == null then "" else "\($name) · " end) + "Zendesk Support, \($channel) comment"; "strong")])
    as $tag
  | {link: $unsafe,
     body: ({body: doc([$tag, (if $unsafe then $html | gsub(unsafe; .shown) else $html end | blocks)])}
            + if .public then {} else {properties: [{key: "sd.public.comment", value: {internal: true}}]} end)};

# ── Calls ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

def moved($to): {op: "transition", method: "POST", path: "/rest/api/3/issue/{destination.id}/transitions", body: $to};
def resolved: {fields: {resolution: {name: "Done"}}, transition: {id: "51"}};
def hops($status):
  if $status == "new" or $status == null then []
  else [moved({transition: {id: "21"}}),
        if $status == "pending" then moved({transition: {id: "31"}})
        elif $status == "hold" then moved({transition: {id: "41"}})
        elif $status == "open" then empty
        else moved(resolved) end] end;
def commented: {op: "comment", method: "POST", path: "/rest/api/3/issue/{destination.id}/comment", body: .};
def attached: {op: "attach", method: "POST", path: "/rest/api/3/issue/{destination.id}/attachments", body: {file: .}};
def asking($labels):
  {body: doc([paragraph([text("Missing from this ticket: \($labels | join(", ")). Please add what you know, so that work can begin.")])]),
   properties: [{key: "sd.public.comment", value: {internal: true}}]};

# ── The ticket ────────────────────────────────────────────────────────────────────────────────────────────────────────

def structured: if . == null or . == "" then null else fromjson end;
def custom:
  (reduce .[] as $field ({}; .["\($field.id)"] = $field.value))
  | {impact: .["28100000000101"], users: (.["28100000000102"] | structured), system: .["28100000000103"],
     "function": .["28100000000104"], steps: (.["28100000000105"] | structured), action: .["28100000000106"]};
def says_nothing($phrases): (. // "" | trimmed | ascii_downcase) as $said | $said == "" or ($phrases | index([$said])) != null;
def labels: {customer_impact: "Customer impact", affected_users: "Affected users", affected_system: "Affected system",
  business_function: "Business function affected", troubleshooting: "Troubleshooting steps",
  expected_action: "Expected next action", assignee: "Assignee", attachments: "Attachments", conversation: "Conversation"};
def missing($ticket; $c; $files; $comments):
  [if $c.impact == null then "customer_impact" else empty end,
   if any($c.users // [] | .[]; trimmed != "") then empty else "affected_users" end,
   if $c.system | says_nothing(["n/a", "unknown", "see above"]) then "affected_system" else empty end,
   if $c["function"] | says_nothing(["n/a", "unknown", "see above"]) then "business_function" else empty end,
   if any($c.steps // [] | .[]; . != {}) then empty else "troubleshooting" end,
   if ($c.action | says_nothing(["n/a", "tbd", "please fix"])) or ($c.action | trimmed | length) < 10
   then "expected_action" else empty end,
   if $ticket.assignee_id == null then "assignee" else empty end,
   if any($files[]; .type // "" | ascii_downcase | startswith("text/") or startswith("image/") or . == "application/zip")
   then empty else "attachments" end,
   if (($ticket.description // "") != "" or any($comments[]; .public)) and any($comments[]; .public | not)
   then empty else "conversation" end];
def context($name; $impact; $title):
  lossy($name; "structure to text"; $impact; "stands as “\($title)” in the context block of description");
def empty_becomes($name; $made): lossy($name; "empty"; "minor"; "an empty value becomes \($made)");
def many_become($name; $made): lossy($name; "many to one"; "minor"; "other values become \($made) too");
def losses($t; $c; $type; $priority; $origin; $stranger; $cut; $link; $files; $crossing):
  [if $t.type == null then empty_becomes("type"; $type) else many_become("type"; $type) end,
   if $t.priority != null then empty else
     empty_becomes("priority"; $priority),
     if $c.impact == null then empty_becomes("customer_impact"; $priority) else many_become("customer_impact"; $priority) end
   end,
   if $c.action | filled then context("expected_action"; "none"; "Expected next action") else empty end,
   if $c.impact | filled then context("customer_impact"; "minor"; "Customer impact") else empty end,
   if $c.users | filled then context("affected_users"; "minor"; "Affected users") else empty end,
   if $c.system | filled then context("affected_system"; "minor"; "Affected system") else empty end,
   if $c["function"] | filled then context("business_function"; "minor"; "Business function affected") else empty end,
   if $c.steps | filled then context("troubleshooting"; "minor"; "Troubleshooting steps") else empty end,
   if $t.problem_id | filled then context("problem"; "none"; "Zendesk problem") else empty end,
   if $origin | filled then context("follow_up_of"; "none"; "Follow-up of Zendesk ticket") else empty end,
   if $stranger
   then lossy("assignee"; "people"; "minor"; "nobody in Jira is known to be this person; Service Desk stands in")
   else empty end,
   if $t.requester_id | filled then lost("requester"; "minor"; "the service desk talks to the customer") else empty end,
   if $t.submitter_id | filled then lost("submitter"; "minor"; "the service desk talks to the customer") else empty end,
   if $t.recipient | filled then lost("recipient"; "minor"; "the service desk talks to the customer") else empty end,
   if $t.email_cc_ids | filled then lost("ccs"; "minor"; "the service desk talks to the customer") else empty end,
   if $t.organization_id | filled then lost("organization"; "minor"; "the affected users say who is waiting") else empty end,
   if $t.follower_ids | filled then lost("followers"; "minor"; "the affected users say who is waiting") else empty end,
   if $t.group_id | filled then lost("group"; "none"; "they sort the service desk's own queues") else empty end,
   if $t.brand_id | filled then lost("brand"; "none"; "they sort the service desk's own queues") else empty end,
   if $t.ticket_form_id | filled then lost("form"; "none"; "they sort the service desk's own queues") else empty end,
   if $t.custom_status_id | filled then lost("custom_status"; "minor"; "the status that it belongs to crosses") else empty end,
   if $t.satisfaction_rating.score | filled
   then lost("satisfaction"; "none"; "given after the work is closed") else empty end,
   if $t.satisfaction_rating.comment | filled
   then lost("satisfaction_comment"; "none"; "about the service desk, and personal") else empty end,
   if $cut
   then lossy("description"; "truncation"; "minor"; "over 32,767 characters, context block included, is cut")
   else empty end,
   if $t.status == "new" then lossy("status"; "many to one"; "none"; "other statuses become To Do too")
   elif $t.status == "closed" then lossy("status"; "many to one"; "none"; "other statuses become Done too")
   else empty end,
   if $link then lossy("comments"; "markup"; "minor"; "formatting is not kept: link") else empty end,
   if ($files | length) == ($crossing | length) then empty else
     lost("attachments"; "undecided"; "\(($files | length) - ($crossing | length)) of \($files | length) file\(
       if ($files | length) == 1 then "" else "s" end) stay behind") + {cause: "truncation"}
   end];

.ticket as $t
| (reduce .users[] as $user ({}; .["\($user.id)"] = $user)) as $users
| ($t.custom_fields | custom) as $c
| ($t.via.source.from.ticket_id) as $origin
| ($t.description // "") as $text
| (if $t.type == "question" or $t.type == "task" then "Task" else "Bug" end) as $type
| (if $t.priority == null then {system_down: "P1", several_users: "P2"}[$c.impact // ""] // "P3"
   else {urgent: "P1", high: "P2", normal: "P3", low: "P4"}[$t.priority] end) as $priority
| ($users["\($t.assignee_id)"] // {}) as $agent
| (if $t.assignee_id == null or $agent.email == null then null
   else {email: $agent.email, name: $agent.name, id: "{destination.person:\($agent.email)}"} end) as $contact
| block($c; $t.problem_id; $origin) as $block
| described($text; $block) as $described
| (.comments | without_description($text)) as $comments
| [$comments[] | copied($users)] as $copied
| [.comments[].attachments[] | {name: .file_name, type: .content_type, size: .size, url: .content_url}] as $files
| [$files[] | select(.size <= 50000000)] as $crossing
| missing($t; $c; $files; $comments) as $missing
| ($missing | index("customer_impact") != null) as $held
| {fields: ({summary: $t.subject, description: $described.doc, project: {key: "KT"}, issuetype: {name: $type},
             priority: {name: {P1: "Highest", P2: "High", P3: "Medium", P4: "Low"}[$priority]}, labels: $t.tags}
            + (if $contact == null then {} else {customfield_10080: {accountId: $contact.id}} end)
            + (if $t.due_at == null then {} else {customfield_10070: $t.due_at} end)
            + {customfield_10067: "\($t.id)"})} as $payload
| {handoff: "escalation",
   fired: (if $t.priority == "urgent" or $c.impact == "system_down" or $t.group_id == 28100000005009
             or ($t.status == "open" and ($t.tags | index("needs-engineering")) != null) then true else null end),
   payload: $payload,
   steps: (if $held then [] else
     [{op: "create", method: "POST", path: "/rest/api/3/issue", body: $payload},
      {op: "link", method: "PUT", path: "/api/v2/tickets/\($t.id)", body: {ticket: {external_id: "{destination.id}"}}},
      hops($t.status)[],
      ($copied[].body | commented),
      (if $missing == [] then empty else asking([labels[$missing[]]]) | commented end),
      ($crossing[] | attached)] end),
   record: ({project: "KT", type: $type, summary: $t.subject, description: $described.said, labels: $t.tags,
             priority: $priority, promised_by: $t.due_at, support_contact: $contact, zendesk_ticket: "\($t.id)"}
            + (if $t.status == "solved" or $t.status == "closed" then {resolution: "Done"} else {} end)
            + {status: {new: "To Do", open: "In Progress", pending: "In Review", hold: "Blocked", solved: "Done",
                        closed: "Done"}[$t.status]}),
   losses: losses($t; $c; $type; $priority; $origin; $t.assignee_id != null and $contact == null; $described.cut;
                  any($copied[]; .link); $files; $crossing),
   missing: $missing,
   notify: (if $held then [{who: "service_desk", why: "missing: Customer impact; the ticket is held for Service Desk"}] else
     ([$missing[] | {who: "service_desk", why: "missing: \(labels[.]); a comment asks for it"}]
      + [{who: "engineering", why: "handed over: Service desk escalates to engineering"},
         {who: (if $t.assignee_id == null then "service_desk" else "zendesk.assignee \($t.assignee_id)" end),
          why: "handed over: Service desk escalates to engineering"}]) end)}
