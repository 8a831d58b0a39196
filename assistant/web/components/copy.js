// A button that copies one text and says so.
export default function (component) {
  const { data, parentElement } = component;
  const button = parentElement.querySelector(".gj-copy");
  const status = parentElement.querySelector("[role=status]");
  button.textContent = data.label;
  button.onclick = async () => {
    let done = true;
    try {
      await navigator.clipboard.writeText(data.text);
    } catch (error) {
      const area = document.createElement("textarea");
      area.value = data.text;
      area.style.position = "fixed";
      area.style.opacity = "0";
      button.after(area);
      area.select();
      done = document.execCommand("copy");
      area.remove();
      button.focus();
    }
    button.textContent = status.textContent = done ? data.copied : data.not_copied;
    setTimeout(() => {
      button.textContent = data.label;
      status.textContent = "";
    }, 1800);
  };
}
