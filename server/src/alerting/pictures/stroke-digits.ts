// Figures as lines, so that a picture needs no font: where a program runs there may be none, and none is fetched.

/** Strokes on a grid of 4 wide and 6 high, `x,y` by `x,y`; several strokes are told apart by a bar. */
const STROKES: Readonly<Record<string, string>> = {
  '0': '0,0 4,0 4,6 0,6 0,0',
  '1': '1,1 2,0 2,6|1,6 3,6',
  '2': '0,0 4,0 4,3 0,3 0,6 4,6',
  '3': '0,0 4,0 4,6 0,6|1,3 4,3',
  '4': '0,0 0,3 4,3|4,0 4,6',
  '5': '4,0 0,0 0,3 4,3 4,6 0,6',
  '6': '4,0 0,0 0,6 4,6 4,3 0,3',
  '7': '0,0 4,0 2,6',
  '8': '0,0 4,0 4,6 0,6 0,0|0,3 4,3',
  '9': '4,3 0,3 0,0 4,0 4,6 0,6',
  ':': '2,1.5 2,2|2,4 2,4.5',
  '.': '2,5.5 2,6',
  '-': '0.5,3 3.5,3',
  '%': '4,0 0,6|0,0 1,0 1,1 0,1 0,0|3,5 4,5 4,6 3,6 3,5',
  k: '0,0 0,6|4,2 0,4 4,6',
  M: '0,6 0,0 2,3 4,0 4,6',
};

const ADVANCE = 5.6;

/**
 * A path that writes figures, with `x` at their left or, when they `end` there, at their right, and `y` in their middle.
 * `size`: height of a figure. A character that is not among `0-9 : . - % k M` leaves a space.
 */
export function figuresPath(
  text: string,
  x: number,
  y: number,
  size: number,
  align: 'begin' | 'end' | 'middle',
): string {
  const scale = size / 6;
  const width = (text.length * ADVANCE - (ADVANCE - 4)) * scale;
  const left = align === 'begin' ? x : align === 'end' ? x - width : x - width / 2;
  return [...text]
    .flatMap((character, index) =>
      (STROKES[character] ?? '')
        .split('|')
        .filter((stroke) => stroke !== '')
        .map((stroke) => {
          const points = stroke.split(' ').map((point) => {
            const [px = 0, py = 0] = point.split(',').map(Number);
            return `${round(left + (index * ADVANCE + px) * scale)} ${round(y - size / 2 + py * scale)}`;
          });
          return `M${points.join('L')}`;
        }),
    )
    .join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
