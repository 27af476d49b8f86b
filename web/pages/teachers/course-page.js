// Stands in the page in which teachers try a snippet (preview.ts): tells how high the snippet is, and gives a frame the
// height that it asks for, as course pages do.
const tell = () =>
  parent.postMessage(
    { type: 'reluctant-tried', height: Math.ceil(document.documentElement.getBoundingClientRect().height) },
    '*',
  );

addEventListener('message', ({ source, data }) => {
  const frame = document.querySelector('iframe');
  if (!frame || source !== frame.contentWindow || data?.source !== 'reluctant' || data.type !== 'resize') return;
  frame.height = String(data.height);
  tell();
});
new ResizeObserver(tell).observe(document.documentElement);
