// What a CSS colour is in bytes, seen through a canvas: system colours and mixtures too. The tokens are palette.ts.

let eye: CanvasRenderingContext2D | null = null;

/** A canvas of one pixel, to see colours and to measure words with. */
export function scratch(): CanvasRenderingContext2D {
  if (!eye) {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 1;
    eye = canvas.getContext('2d', { willReadFrequently: true });
  }
  if (!eye) throw new Error('drawing: the browser gives no canvas');
  return eye;
}

/** Red, green, blue and alpha of a colour, each 0 to 255. */
export function bytesOf(colour: string): Uint8ClampedArray {
  const pen = scratch();
  pen.clearRect(0, 0, 1, 1);
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  return pen.getImageData(0, 0, 1, 1).data;
}
