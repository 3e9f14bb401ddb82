// Makes a chosen picture small before it is sent: a photograph has megabytes, and the server shows a square of it. What the
// browser cannot read is sent as it is, and the server says what is wrong with it.
const side = 512;

export function start() {
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-picture] input[type=file]")) shrink(event.target);
  });
}

async function shrink(input) {
  const [file] = input.files;
  const picture = file && (await createImageBitmap(file).catch(() => null));
  if (!picture || input.files[0] !== file) return;
  const cut = Math.min(picture.width, picture.height);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.min(side, cut);
  canvas.getContext("2d").drawImage(picture, (picture.width - cut) / 2, (picture.height - cut) / 2, cut, cut, 0, 0, canvas.width, canvas.height);
  // A photograph as PNG would be larger than it was.
  const kind = file.type === "image/jpeg" ? file.type : "image/png";
  canvas.toBlob((blob) => {
    if (!blob || input.files[0] !== file) return;
    const files = new DataTransfer();
    files.items.add(new File([blob], file.name, { type: blob.type }));
    input.files = files.files;
  }, kind);
}
