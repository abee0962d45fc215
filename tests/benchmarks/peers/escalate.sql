-- specs/zendesk_to_jira.handoff in DuckDB's SQL: a file with a ticket a line to a file with a result line for each.
-- The JSON of the result is put together as text, which costs less than casts to JSON in between. The reader holds
-- values to the types of its columns and nothing else is checked.

-- ── Atlassian documents ─────────────────────────────────────────────────────────────────────────────────────────────

CREATE MACRO said(x) AS to_json(x)::VARCHAR;
CREATE MACRO text_node(x) AS '{"type":"text","text":' || said(x) || '}';
CREATE MACRO marked(x, mark) AS '{"type":"text","text":' || said(x) || ',"marks":[{"type":"' || mark || '"}]}';
CREATE MACRO paragraph(content) AS '{"type":"paragraph","content":[' || content || ']}';
CREATE MACRO lines(x) AS
  CASE WHEN contains(x, chr(10))
       THEN left(array_to_string(list_transform(string_split(x, chr(10)),
                   lambda l: CASE WHEN l = '' THEN '' ELSE text_node(l) || ',' END), '{"type":"hardBreak"},'), -1)
       ELSE text_node(x) END;
CREATE MACRO item(x) AS '{"type":"listItem","content":[' || paragraph(lines(x)) || ']}';

-- ── The context block: each entry as nodes and as plain text ────────────────────────────────────────────────────────

CREATE MACRO quoted(x) AS
  CASE WHEN starts_with(x, '"') OR x <> trim(x) OR contains(x, chr(10))
            OR x IN ('(none)', '(empty text)', '(empty list)', '(empty record)')
       THEN '"' || x || '"' ELSE x END;
CREATE MACRO inside(x) AS CASE WHEN x IS NULL THEN '(none)' WHEN x = '' THEN '(empty text)' ELSE quoted(x) END;
CREATE MACRO value_of(x) AS CASE WHEN contains(x, chr(10)) THEN x ELSE inside(x) END;
CREATE MACRO entry_nodes(label, x) AS
  CASE WHEN contains(x, chr(10))
       THEN paragraph(marked(label || ':', 'strong')) || ',{"type":"blockquote","content":[' || paragraph(lines(x)) || ']}'
       ELSE paragraph(marked(label || ':', 'strong') || ',' || text_node(' ' || x)) END;
CREATE MACRO entry_text(label, x) AS
  CASE WHEN contains(x, chr(10))
       THEN label || ':' || chr(10) || chr(10) || '> ' || replace(x, chr(10), chr(10) || '> ')
       ELSE label || ': ' || x END;
CREATE MACRO list_nodes(label, kind, items) AS
  CASE WHEN items IS NULL THEN entry_nodes(label, '(none)')
       WHEN len(items) = 0 THEN entry_nodes(label, '(empty list)')
       ELSE paragraph(marked(label || ':', 'strong')) || ',{' || kind || ',"content":['
            || array_to_string(list_transform(items, lambda x: item(x)), ',') || ']}' END;
CREATE MACRO list_text(label, items, bullet) AS
  CASE WHEN items IS NULL THEN label || ': (none)'
       WHEN len(items) = 0 THEN label || ': (empty list)'
       ELSE label || ':' || chr(10) || chr(10) || array_to_string(list_transform(items, lambda x, i:
              CASE WHEN bullet THEN '- ' || replace(x, chr(10), chr(10) || '  ')
                   ELSE i || '. ' || replace(x, chr(10), chr(10) || '   ') END), chr(10)) END;
CREATE MACRO step_text(s) AS
  replace('step: ' || inside(s.step), chr(10), chr(10) || '  ') || chr(10)
  || replace('outcome: ' || inside(s.outcome), chr(10), chr(10) || '  ');

-- ── Comments in the HTML of Zendesk's editor ────────────────────────────────────────────────────────────────────────

CREATE MACRO unescaped(x) AS
  CASE WHEN contains(x, '&')
       THEN replace(replace(replace(replace(replace(replace(replace(x, '&lt;', '<'), '&gt;', '>'), '&quot;', '"'),
                    '&#39;', ''''), '&#x27;', ''''), '&nbsp;', ' '), '&amp;', '&')
       ELSE x END;
CREATE MACRO inner_html(x) AS x[36:-7];
-- A run of text is taken apart in steps, each on the list of the last, so that no expression is written out twice.
CREATE MACRO run(r) AS
  CASE WHEN r.tag = 'br' THEN concat_ws(',', '{"type":"hardBreak"}', CASE WHEN r.words <> '' THEN text_node(r.words) END)
       WHEN r.tag IN ('strong', 'em', 'code') THEN marked(r.words, r.tag)
       WHEN starts_with(r.tag, 'a ')
       THEN '{"type":"text","text":' || said(r.words) || ',"marks":[{"type":"link","attrs":{"href":'
            || said(unescaped(r.tag[9:-2])) || '}}]}'
       WHEN r.words <> '' THEN text_node(r.words) END;
CREATE MACRO inlines(html) AS
  array_to_string(list_transform(list_transform(list_transform(string_split('>' || html, '<'), lambda s:
    {'tag': split_part(s, '>', 1), 'raw': s[strpos(s, '>') + 1:]}), lambda r:
    {'tag': r.tag, 'words': unescaped(r.raw)}), lambda r: run(r)), ',');
CREATE MACRO bullets(html) AS
  '{"type":"bulletList","content":[' || array_to_string(list_transform(string_split(html, '<li>')[2:], lambda s:
    '{"type":"listItem","content":[' || paragraph(inlines(split_part(s, '</li>', 1))) || ']}'), ',') || ']}';
CREATE MACRO blocks(html) AS
  array_to_string(list_transform(list_transform(string_split(html, '<p>')[2:], lambda piece: string_split(piece, '</p>')),
    lambda parts: concat_ws(',', paragraph(inlines(parts[1])), CASE WHEN starts_with(parts[2], '<ul>') THEN bullets(parts[2]) END)), ',');
CREATE MACRO words(x) AS list_filter(string_split(replace(x, chr(10), ' '), ' '), lambda w: w <> '');
CREATE MACRO comment_words(html) AS
  words(unescaped(replace(replace(replace(inner_html(html), '<p>', ' '), '</p>', ' '), '<br>', ' ')));
CREATE MACRO without_unsafe(html) AS
  CASE WHEN contains(html, '<a href="/') THEN regexp_replace(html, '<a href="/[^"]*">([^<]*)</a>', '\1', 'g') ELSE html END;
CREATE MACRO internal() AS '"properties":[{"key":"sd.public.comment","value":{"internal":true}}]';
CREATE MACRO call_json(op, path, body) AS
  '{"op":"' || op || '","method":"POST","path":"/rest/api/3/issue/{destination.id}/' || path || '","body":' || body || '}';
CREATE MACRO doc(content) AS '{"version":1,"type":"doc","content":[' || content || ']}';
CREATE MACRO comment_call(c, author) AS
  call_json('comment', 'comment', '{"body":' || doc(concat_ws(',',
      paragraph(marked(coalesce(author, c.author_id::VARCHAR) || ' · Zendesk Support, '
                       || CASE WHEN c.public THEN 'public' ELSE 'internal' END || ' comment', 'strong')),
      blocks(without_unsafe(inner_html(c.html_body))))) || CASE WHEN c.public THEN '' ELSE ',' || internal() END || '}');

-- ── Losses ──────────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE MACRO lossy(field, cause, impact, detail) AS
  '{"field":"' || field || '","class":"lossy","cause":"' || cause || '","impact":"' || impact || '","detail":"' || detail || '"}';
CREATE MACRO lost(field, impact, detail) AS
  '{"field":"' || field || '","class":"lost","cause":"unmapped","impact":"' || impact || '","detail":"' || detail || '"}';
CREATE MACRO in_context(field, impact, label) AS
  lossy(field, 'structure to text', impact, 'stands as “' || label || '” in the context block of description');
CREATE MACRO empty_becomes(field, made) AS lossy(field, 'empty', 'minor', 'an empty value becomes ' || made);
CREATE MACRO many_become(field, made) AS lossy(field, 'many to one', 'minor', 'other values become ' || made || ' too');
CREATE MACRO says_nothing(x, phrases) AS coalesce(lower(trim(x)) IN phrases OR trim(x) = '', true);

-- ── The tickets ─────────────────────────────────────────────────────────────────────────────────────────────────────

COPY (
  WITH given AS (
    SELECT ticket AS t, comments, users,
           map_from_entries(list_transform(ticket.custom_fields, lambda f: (f.id, f.value))) AS own,
           list_transform(users, lambda u: u.id) AS user_ids,
           list_position(list_transform(comments, lambda c: c.public), true) AS first_public
    FROM read_json(getvariable('source'), format = 'newline_delimited', columns = {
      ticket: 'STRUCT(subject VARCHAR, description VARCHAR, status VARCHAR, custom_status_id BIGINT, priority VARCHAR,
        type VARCHAR, due_at VARCHAR, problem_id BIGINT, tags VARCHAR[], requester_id BIGINT, submitter_id BIGINT,
        assignee_id BIGINT, group_id BIGINT, organization_id BIGINT, email_cc_ids BIGINT[], follower_ids BIGINT[],
        recipient VARCHAR, brand_id BIGINT, ticket_form_id BIGINT, satisfaction_rating STRUCT(score VARCHAR, comment VARCHAR),
        via STRUCT(source STRUCT("from" STRUCT(ticket_id BIGINT))), id BIGINT, custom_fields STRUCT(id BIGINT, value VARCHAR)[])',
      users: 'STRUCT(id BIGINT, name VARCHAR, email VARCHAR)[]',
      comments: 'STRUCT(html_body VARCHAR, public BOOLEAN, author_id BIGINT,
        attachments STRUCT(file_name VARCHAR, content_type VARCHAR, content_url VARCHAR, size BIGINT)[])[]'})
  ),
  read AS (
    SELECT t, users, user_ids,
           own[28100000000101] AS impact,
           from_json(nullif(own[28100000000102], ''), '["VARCHAR"]') AS people,
           own[28100000000103] AS affected_system,
           own[28100000000104] AS business_function,
           from_json(nullif(own[28100000000105], ''), '[{"step":"VARCHAR","outcome":"VARCHAR"}]') AS steps,
           own[28100000000106] AS expected_action,
           t.via.source."from".ticket_id AS origin,
           t.assignee_id AS assignee,
           users[list_position(user_ids, t.assignee_id)] AS agent,
           list_filter(comments, lambda c, i: i IS DISTINCT FROM
             CASE WHEN comment_words(comments[first_public].html_body) = words(t.description) THEN first_public END) AS kept,
           flatten(list_transform(comments, lambda c: c.attachments)) AS files,
           CASE WHEN t.type IN ('question', 'task') THEN 'Task' ELSE 'Bug' END AS issue_type
    FROM given
  ),
  mapped AS (
    SELECT *,
           CASE t.priority WHEN 'urgent' THEN 'P1' WHEN 'high' THEN 'P2' WHEN 'normal' THEN 'P3' WHEN 'low' THEN 'P4'
             ELSE CASE impact WHEN 'system_down' THEN 'P1' WHEN 'several_users' THEN 'P2' ELSE 'P3' END END AS priority,
           CASE impact WHEN 'one_user' THEN 'One user affected' WHEN 'several_users' THEN 'Multiple users affected'
             WHEN 'system_down' THEN 'Business-critical system down' ELSE '(none)' END AS impact_words,
           value_of(expected_action) AS action_words,
           value_of(affected_system) AS system_words,
           value_of(business_function) AS function_words,
           list_transform(people, lambda p: inside(p)) AS people_words,
           list_transform(steps, lambda s: step_text(s)) AS step_words,
           coalesce(t.problem_id::VARCHAR, '(none)') AS problem_words,
           coalesce(origin::VARCHAR, '(none)') AS origin_words,
           list_filter(files, lambda f: f.size <= 50000000) AS crossing,
           len(list_filter(kept, lambda c: contains(c.html_body, '<a href="/'))) > 0 AS unsafe,
           concat_ws(',',
             CASE WHEN impact IS NULL THEN 'customer_impact' END,
             CASE WHEN coalesce(len(people), 0) = 0 THEN 'affected_users' END,
             CASE WHEN says_nothing(affected_system, ('n/a', 'unknown', 'see above')) THEN 'affected_system' END,
             CASE WHEN says_nothing(business_function, ('n/a', 'unknown', 'see above')) THEN 'business_function' END,
             CASE WHEN coalesce(len(steps), 0) = 0 THEN 'troubleshooting' END,
             CASE WHEN says_nothing(expected_action, ('n/a', 'tbd', 'please fix')) OR length(trim(expected_action)) < 10
                  THEN 'expected_action' END,
             CASE WHEN assignee IS NULL THEN 'assignee' END,
             CASE WHEN len(list_filter(files, lambda f: starts_with(f.content_type, 'text/')
                       OR starts_with(f.content_type, 'image/') OR f.content_type = 'application/zip')) = 0
                  THEN 'attachments' END,
             CASE WHEN len(list_filter(kept, lambda c: NOT c.public)) = 0 THEN 'conversation' END) AS missing
    FROM read
  ),
  blocked AS (
    SELECT *,
           '---' || chr(10) || chr(10) || 'Handoff context · escalation · Service desk escalates to engineering' || chr(10) || chr(10)
           || concat_ws(chr(10) || chr(10),
                entry_text('Expected next action', action_words), entry_text('Customer impact', impact_words),
                list_text('Affected users', people_words, true), entry_text('Affected system', system_words),
                entry_text('Business function affected', function_words),
                list_text('Troubleshooting steps', step_words, false), entry_text('Zendesk problem', problem_words),
                entry_text('Follow-up of Zendesk ticket', origin_words),
                'End of handoff context · escalation (8 entries)') AS block
    FROM mapped
  ),
  fitted AS (
    SELECT *,
           length(t.description) + 2 + length(block) > 32767 AS was_cut,
           CASE WHEN length(t.description) + 2 + length(block) > 32767
                THEN left(t.description, 32764 - length(block)) || '…' ELSE t.description END AS prose,
           string_split(nullif(missing, ''), ',') AS lacking,
           list_transform(string_split(nullif(missing, ''), ','), lambda m: CASE m
             WHEN 'customer_impact' THEN 'Customer impact' WHEN 'affected_users' THEN 'Affected users'
             WHEN 'affected_system' THEN 'Affected system' WHEN 'business_function' THEN 'Business function affected'
             WHEN 'troubleshooting' THEN 'Troubleshooting steps' WHEN 'expected_action' THEN 'Expected next action'
             WHEN 'assignee' THEN 'Assignee' WHEN 'attachments' THEN 'Attachments' ELSE 'Conversation' END) AS labels,
           impact IS NULL AS held,
           CASE t.status WHEN 'new' THEN 'To Do' WHEN 'open' THEN 'In Progress' WHEN 'pending' THEN 'In Review'
             WHEN 'hold' THEN 'Blocked' ELSE 'Done' END AS status,
           len(files) - len(crossing) AS behind
    FROM blocked
  ),
  bodies AS (
    SELECT *,
           '{"fields":{"summary":' || said(t.subject) || ',"description":' || doc(concat_ws(',',
             paragraph(lines(prose)), '{"type":"rule"}', '{"type":"heading","attrs":{"level":3},"content":['
             || text_node('Handoff context · escalation · Service desk escalates to engineering') || ']}',
             entry_nodes('Expected next action', action_words), entry_nodes('Customer impact', impact_words),
             list_nodes('Affected users', '"type":"bulletList"', people_words),
             entry_nodes('Affected system', system_words), entry_nodes('Business function affected', function_words),
             list_nodes('Troubleshooting steps', '"type":"orderedList","attrs":{"order":1}', step_words),
             entry_nodes('Zendesk problem', problem_words), entry_nodes('Follow-up of Zendesk ticket', origin_words),
             paragraph(marked('End of handoff context · escalation (8 entries)', 'em'))))
           || ',"project":{"key":"KT"},"issuetype":{"name":"' || issue_type || '"},"priority":{"name":"'
           || CASE priority WHEN 'P1' THEN 'Highest' WHEN 'P2' THEN 'High' WHEN 'P3' THEN 'Medium' ELSE 'Low' END
           || '"},"labels":' || to_json(t.tags)::VARCHAR
           || CASE WHEN agent.email IS NULL THEN '' ELSE ',"customfield_10080":{"accountId":'
              || said('{destination.person:' || agent.email || '}') || '}' END
           || CASE WHEN t.due_at IS NULL THEN '' ELSE ',"customfield_10070":' || said(t.due_at) END
           || ',"customfield_10067":"' || t.id || '"}}' AS payload
    FROM fitted
  )
  SELECT '{"handoff":"escalation","fired":'
    || CASE WHEN t.priority = 'urgent' OR impact = 'system_down' OR t.group_id = 28100000005009
              OR (t.status = 'open' AND list_contains(t.tags, 'needs-engineering')) THEN 'true' ELSE 'null' END
    || ',"payload":' || payload
    || ',"steps":[' || CASE WHEN held THEN '' ELSE concat_ws(',',
         '{"op":"create","method":"POST","path":"/rest/api/3/issue","body":' || payload || '}',
         '{"op":"link","method":"PUT","path":"/api/v2/tickets/' || t.id || '","body":{"ticket":{"external_id":"{destination.id}"}}}',
         CASE WHEN t.status <> 'new' THEN call_json('transition', 'transitions', '{"transition":{"id":"21"}}') END,
         CASE t.status
           WHEN 'pending' THEN call_json('transition', 'transitions', '{"transition":{"id":"31"}}')
           WHEN 'hold' THEN call_json('transition', 'transitions', '{"transition":{"id":"41"}}')
           WHEN 'solved' THEN call_json('transition', 'transitions', '{"fields":{"resolution":{"name":"Done"}},"transition":{"id":"51"}}')
           WHEN 'closed' THEN call_json('transition', 'transitions', '{"fields":{"resolution":{"name":"Done"}},"transition":{"id":"51"}}')
         END,
         nullif(array_to_string(list_transform(kept, lambda c:
           comment_call(c, users[list_position(user_ids, c.author_id)].name)), ','), ''),
         CASE WHEN lacking IS NOT NULL THEN call_json('comment', 'comment', '{"body":' || doc(paragraph(text_node(
           'Missing from this ticket: ' || array_to_string(labels, ', ')
           || '. Please add what you know, so that work can begin.'))) || ',' || internal() || '}') END,
         nullif(array_to_string(list_transform(crossing, lambda f: call_json('attach', 'attachments',
           '{"file":{"name":' || said(f.file_name) || ',"type":' || said(f.content_type) || ',"size":' || f.size
           || ',"url":' || said(f.content_url) || '}}')), ','), '')) END
    || '],"record":{"project":"KT","type":"' || issue_type || '","summary":' || said(t.subject) || ',"description":'
    || said(prose || chr(10) || chr(10) || block) || ',"labels":' || to_json(t.tags)::VARCHAR || ',"priority":"' || priority
    || '","promised_by":' || coalesce(said(t.due_at), 'null') || ',"support_contact":'
    || CASE WHEN agent.email IS NULL THEN 'null' ELSE '{"email":' || said(agent.email) || ',"name":' || said(agent.name)
         || ',"id":' || said('{destination.person:' || agent.email || '}') || '}' END
    || ',"zendesk_ticket":"' || t.id || '"' || CASE WHEN status = 'Done' THEN ',"resolution":"Done"' ELSE '' END
    || ',"status":"' || status || '"},"losses":[' || concat_ws(',',
         CASE WHEN t.type IS NULL THEN empty_becomes('type', issue_type) ELSE many_become('type', issue_type) END,
         CASE WHEN t.priority IS NULL THEN empty_becomes('priority', priority) || ','
           || CASE WHEN impact IS NULL THEN empty_becomes('customer_impact', priority)
                   ELSE many_become('customer_impact', priority) END END,
         CASE WHEN expected_action <> '' THEN in_context('expected_action', 'none', 'Expected next action') END,
         CASE WHEN impact IS NOT NULL THEN in_context('customer_impact', 'minor', 'Customer impact') END,
         CASE WHEN len(people) > 0 THEN in_context('affected_users', 'minor', 'Affected users') END,
         CASE WHEN affected_system <> '' THEN in_context('affected_system', 'minor', 'Affected system') END,
         CASE WHEN business_function <> '' THEN in_context('business_function', 'minor', 'Business function affected') END,
         CASE WHEN len(steps) > 0 THEN in_context('troubleshooting', 'minor', 'Troubleshooting steps') END,
         CASE WHEN t.problem_id IS NOT NULL THEN in_context('problem', 'none', 'Zendesk problem') END,
         CASE WHEN origin IS NOT NULL THEN in_context('follow_up_of', 'none', 'Follow-up of Zendesk ticket') END,
         CASE WHEN assignee IS NOT NULL AND agent.email IS NULL THEN
           lossy('assignee', 'people', 'minor', 'nobody in Jira is known to be this person; Service Desk stands in') END,
         CASE WHEN t.requester_id IS NOT NULL THEN lost('requester', 'minor', 'the service desk talks to the customer') END,
         CASE WHEN t.submitter_id IS NOT NULL THEN lost('submitter', 'minor', 'the service desk talks to the customer') END,
         CASE WHEN t.recipient <> '' THEN lost('recipient', 'minor', 'the service desk talks to the customer') END,
         CASE WHEN len(t.email_cc_ids) > 0 THEN lost('ccs', 'minor', 'the service desk talks to the customer') END,
         CASE WHEN t.organization_id IS NOT NULL THEN lost('organization', 'minor', 'the affected users say who is waiting') END,
         CASE WHEN len(t.follower_ids) > 0 THEN lost('followers', 'minor', 'the affected users say who is waiting') END,
         CASE WHEN t.group_id IS NOT NULL THEN lost('group', 'none', 'they sort the service desk''s own queues') END,
         CASE WHEN t.brand_id IS NOT NULL THEN lost('brand', 'none', 'they sort the service desk''s own queues') END,
         CASE WHEN t.ticket_form_id IS NOT NULL THEN lost('form', 'none', 'they sort the service desk''s own queues') END,
         CASE WHEN t.custom_status_id IS NOT NULL THEN lost('custom_status', 'minor', 'the status that it belongs to crosses') END,
         CASE WHEN t.satisfaction_rating.score IS NOT NULL THEN lost('satisfaction', 'none', 'given after the work is closed') END,
         CASE WHEN t.satisfaction_rating.comment <> '' THEN
           lost('satisfaction_comment', 'none', 'about the service desk, and personal') END,
         CASE WHEN was_cut THEN
           lossy('description', 'truncation', 'minor', 'over 32,767 characters, context block included, is cut') END,
         CASE t.status WHEN 'new' THEN lossy('status', 'many to one', 'none', 'other statuses become To Do too')
           WHEN 'closed' THEN lossy('status', 'many to one', 'none', 'other statuses become Done too') END,
         CASE WHEN unsafe THEN lossy('comments', 'markup', 'minor', 'formatting is not kept: link') END,
         CASE WHEN behind > 0 THEN '{"field":"attachments","class":"lost","cause":"truncation","impact":"undecided","detail":"'
           || behind || ' of ' || len(files) || CASE WHEN len(files) = 1 THEN ' file' ELSE ' files' END || ' stay behind"}' END)
    || '],"missing":' || coalesce(to_json(lacking)::VARCHAR, '[]') || ',"notify":['
    || CASE WHEN held THEN '{"who":"service_desk","why":"missing: Customer impact; the ticket is held for Service Desk"}'
         ELSE concat_ws(',',
           nullif(array_to_string(list_transform(labels, lambda l:
             '{"who":"service_desk","why":"missing: ' || l || '; a comment asks for it"}'), ','), ''),
           '{"who":"engineering","why":"handed over: Service desk escalates to engineering"}',
           '{"who":"' || CASE WHEN assignee IS NULL THEN 'service_desk' ELSE 'zendesk.assignee ' || assignee END
             || '","why":"handed over: Service desk escalates to engineering"}') END
    || ']}' AS line
  FROM bodies
) TO (getvariable('target')) (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01');
