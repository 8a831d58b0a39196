// Puts Streamlit's own words (its upload button, its screen-reader labels) into the interface's language,
// and names that language to the browser. `data.words` maps Streamlit's English to what is to stand there.

const ATTRIBUTES = ["aria-label", "title", "placeholder"];
const PLACES = [
  "[data-testid=stFileUploader]",
  "[data-testid=stMultiSelect]",
  "[data-baseweb=popover]",
  "[role=listbox]",
  "a[href='#stMain']",
].join();
const state = (window.gakjuChrome ??= { words: [], originals: new WeakMap(), observer: null });

function translated(text) {
  for (const [pattern, words] of state.words) {
    if (pattern.test(text)) return text.replace(pattern, words);
  }
  return text;
}

function settle(node, name, read, write) {
  const kept = state.originals.get(node) ?? {};
  const now = read();
  if (!now) return;
  // What stands there is either ours from before, or Streamlit has just written it.
  const original = kept[name]?.ours === now ? kept[name].original : now;
  const ours = translated(original);
  kept[name] = { original, ours };
  state.originals.set(node, kept);
  if (ours !== now) write(ours);
}

function walk(root) {
  const elements = root.nodeType === Node.ELEMENT_NODE ? [root, ...root.querySelectorAll("*")] : [];
  for (const element of elements) {
    for (const name of ATTRIBUTES) {
      if (element.hasAttribute(name)) {
        settle(element, name, () => element.getAttribute(name), (text) => element.setAttribute(name, text));
      }
    }
    if (element.closest(PLACES)) {
      for (const child of element.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) {
          settle(child, "text", () => child.nodeValue, (text) => (child.nodeValue = text));
        }
      }
    }
  }
}

export default function (component) {
  const { data } = component;
  document.documentElement.lang = data.language;
  const signature = JSON.stringify(data);
  if (state.signature === signature) return;
  state.signature = signature;
  state.words = data.words.map(([pattern, words]) => [new RegExp(`^${pattern}$`), words]);
  walk(document.body);
  state.observer ??= new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(walk);
      else if (change.type === "attributes") walk(change.target);
      else if (change.target.parentElement) walk(change.target.parentElement);
    }
  });
  state.observer.disconnect();
  state.observer.observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ATTRIBUTES,
  });
}
