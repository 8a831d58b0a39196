// Draws one answer: its state, its claims with citation chips, its footnotes and the closest passages.
// Every text goes in by textContent: what a document or a person wrote is never markup here.

function make(tag, cls, text) {
  const node = document.createElement(tag);
  if (cls) node.className = cls;
  if (text !== undefined && text !== null) node.textContent = text;
  return node;
}

function button(cls, text, label, onclick) {
  const node = make("button", cls, text);
  node.type = "button";
  if (label) node.setAttribute("aria-label", label);
  node.onclick = onclick;
  return node;
}

// Korean wraps between words, but a browser also breaks after a percent sign and after a hyphen.
const UNBREAKABLE = /\S*(?:\d[%‰]\p{L}|\d-\d)\S*/gu;
const LONGEST_UNBROKEN = 24; // characters; longer ones may wrap, or they would run out of a narrow column

function appendText(node, text) {
  let from = 0;
  for (const found of text.matchAll(UNBREAKABLE)) {
    if (found[0].length > LONGEST_UNBROKEN) continue;
    node.append(text.slice(from, found.index), make("span", "gj-keep", found[0]));
    from = found.index + found[0].length;
  }
  node.append(text.slice(from));
}

// The last word of a sentence, held together with the chip that follows it; the rest goes before it.
function appendHoldingLast(node, text) {
  const start = text.search(/\S+\s*$/u);
  if (start < 0 || text.length - start > LONGEST_UNBROKEN) {
    appendText(node, text);
    return node;
  }
  appendText(node, text.slice(0, start));
  const last = make("span", "gj-keep", text.slice(start));
  node.append(last);
  return last;
}

const LINES_SHOWN = 12;

// An item of a list, its head or a row of a table.
function isLine(claim) {
  return claim.level !== null;
}

function rest(claims) {
  return claims.filter(isLine).length;
}

// A row of a table, under the rows before it where they are of the same table. `sentence` takes the chips.
function rowOf(table, place, claim, sentence) {
  const heads = claim.cells.map(([head]) => head);
  const key = JSON.stringify([claim.caption, heads]);
  if (!table || table.dataset.key !== key) {
    const frame = make("div", "gj-table");
    table = make("table");
    table.dataset.key = key;
    if (claim.caption) table.append(make("caption", "", claim.caption));
    if (heads.some(Boolean)) {
      const row = make("tr");
      heads.forEach((head) => row.append(make("th", "", head)));
      row.append(make("th"));
      table.append(row);
    }
    frame.append(table);
    place.append(frame);
  }
  const row = make("tr");
  claim.cells.forEach(([, words]) => row.append(make("td", "", words)));
  const last = make("td", "gj-row-chips");
  last.append(sentence);
  row.append(last);
  table.append(row);
  return table;
}

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    const area = make("textarea");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".gj-answer");
  const signature = JSON.stringify(data);
  if (root.dataset.drawn === signature) return;
  root.dataset.drawn = signature;
  root.replaceChildren();

  const words = data.words;
  const open = (list, number) => setTriggerValue("open", { list, number });

  if (data.state !== "answer") {
    const banner = make("div", `gj-state gj-${data.state}`);
    banner.append(make("strong", "", data.state_title), make("span", "", data.state_text));
    root.append(banner);
  }
  if (data.missing.length) {
    const line = make("p", "gj-missing", `${words.missing} `);
    data.missing.forEach((word) => line.append(make("span", "gj-word", word), " "));
    root.append(line);
  }

  const body = make("div", "gj-claims");
  body.lang = data.language;
  let paragraph = null;
  let table = null;
  let place = body; // lines past the first few of a long list fold away, but stay in the page
  let lines = 0;
  for (const claim of data.claims) {
    if (isLine(claim)) lines += 1;
    if (lines === LINES_SHOWN + 1 && place === body && rest(data.claims) > LINES_SHOWN + 3) {
      place = make("details", "gj-more");
      place.append(make("summary", "", words.more_lines));
      body.append(place);
      paragraph = table = null;
    }
    const sentence = make("span", "gj-claim");
    let held = sentence;
    if (claim.cells.length) {
      table = rowOf(table, place, claim, sentence);
      paragraph = null;
    } else {
      table = null;
      if (!paragraph || claim.lead || isLine(claim)) {
        paragraph = make("p", isLine(claim) ? "gj-line" : "");
        paragraph.style.setProperty("--level", claim.level ?? 0);
        place.append(paragraph);
      }
      if (claim.lead) sentence.append(make("span", "gj-lead", claim.lead), " ");
      held = appendHoldingLast(sentence, claim.text);
    }
    for (const number of claim.citations) {
      const citation = data.citations.find((one) => one.number === number);
      const chip = button("gj-chip", String(number), `${words.open} ${number}: ${citation.label}`, () =>
        open("citations", number),
      );
      chip.title = citation.label;
      const light = (on) => () => {
        sentence.classList.toggle("gj-lit", on);
        root.querySelector(`[data-note="${number}"]`)?.classList.toggle("gj-lit", on);
      };
      chip.onmouseenter = chip.onfocus = light(true);
      chip.onmouseleave = chip.onblur = light(false);
      held.append("\u2060", chip);
      held = sentence; // a second chip may wrap
      if (citation.second_hand) {
        const mark = make("span", "gj-tag", words.second_hand);
        mark.title = words.second_hand_help;
        sentence.append(" ", mark);
      }
    }
    if (claim.quoted) {
      const quoted = make("span", "gj-quoted", claim.quoted);
      quoted.lang = claim.quoted_language;
      sentence.append(quoted);
    }
    if (claim.checked) sentence.append(" ", make("span", "gj-tag gj-checked", claim.checked));
    if (paragraph) paragraph.append(sentence, " ");
  }
  root.append(body);

  for (const note of data.notes) {
    const line = make("p", "gj-note", note);
    line.lang = data.language;
    root.append(line);
  }

  if (data.citations.length) {
    const notes = make("ol", "gj-footnotes");
    notes.setAttribute("aria-label", words.footnotes);
    for (const citation of data.citations) {
      const item = make("li");
      item.dataset.note = String(citation.number);
      item.value = citation.number;
      const foot = button("gj-foot", null, `${words.open} ${citation.number}: ${citation.footnote}`, () =>
        open("citations", citation.number),
      );
      appendText(foot, citation.footnote);
      item.append(foot);
      if (citation.first_hand) {
        item.append(" ", make("span", "gj-tag", `${words.first_hand} ${citation.first_hand}`));
      }
      notes.append(item);
    }
    root.append(notes);
  }

  if (data.related.length) {
    const box = make("details", "gj-related");
    box.open = data.state !== "answer";
    box.append(make("summary", "", `${words.related} (${data.related.length})`));
    const list = make("ul");
    for (const passage of data.related) {
      const item = make("li");
      const card = button("gj-passage", null, `${words.open_passage}: ${passage.label}`, () =>
        open("related", passage.number),
      );
      const quote = make("span", "gj-quote");
      appendText(quote, passage.quote);
      quote.lang = passage.language;
      card.append(quote, make("span", "gj-place", passage.label));
      item.append(card);
      list.append(item);
    }
    box.append(list);
    root.append(box);
  }

  const actions = make("div", "gj-actions");
  const status = make("span", "gj-hidden");
  status.setAttribute("role", "status");
  if (data.claims.length) {
    const copy = button("gj-action", words.copy, null, async () => {
      const done = await copyText(data.plain);
      copy.textContent = status.textContent = done ? words.copied : words.not_copied;
      setTimeout(() => {
        copy.textContent = words.copy;
        status.textContent = "";
      }, 1800);
    });
    actions.append(copy);
    if (words.collect) {
      actions.append(button("gj-action", words.collect, null, () => setTriggerValue("collect", data.id)));
    }
  }
  actions.append(make("span", "gj-meta", data.meta), status);
  root.append(actions);
  if (data.announce) {
    setTimeout(() => (status.textContent = data.announce), 100);
    // A long answer is read from its question on, not from its last line, to which the page scrolls by itself.
    setTimeout(() => {
      const asked = root.closest("[data-testid=stChatMessage]")?.parentElement?.previousElementSibling;
      if (asked && root.offsetHeight > window.innerHeight * 0.6) asked.scrollIntoView({ block: "start" });
    }, 900);
  }
}
