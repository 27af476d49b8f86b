// What a page that is printed says besides: where it can be found again.

/** Writes `address` below the page while it is on its way to the printer. */
export function printAddress(address: () => string): void {
  const line = document.createElement('p');
  line.className = 'address';
  addEventListener('beforeprint', () => {
    line.textContent = address();
    document.body.append(line);
  });
  addEventListener('afterprint', () => {
    line.remove();
  });
}
