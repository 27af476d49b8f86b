// A canvas that is as sharp as the screen and as large as its place. What is painted on it is each figure's.

export interface Surface {
  ctx: CanvasRenderingContext2D;
  width: number;
  height: number;
}

/**
 * Clears `canvas` and makes it ready to be painted in CSS pixels, whatever the screen's density and the page's zoom.
 * Null while it has no room, or where the browser gives no context.
 */
export function clearedCanvas(canvas: HTMLCanvasElement): Surface | null {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ctx = canvas.getContext('2d');
  if (!ctx || width === 0 || height === 0) return null;
  const density = (devicePixelRatio * canvas.getBoundingClientRect().width) / width;
  const [across, down] = [Math.round(width * density), Math.round(height * density)];
  if (canvas.width !== across || canvas.height !== down) {
    canvas.width = across;
    canvas.height = down;
  }
  ctx.setTransform(across / width, 0, 0, down / height, 0, 0);
  ctx.clearRect(0, 0, width, height);
  return { ctx, width, height };
}
