import { styleText } from 'node:util'

/** `--color`: what it says stands above what the terminal and NO_COLOR say. */
export const colourModes = ['auto', 'always', 'never'] as const
export type ColourMode = (typeof colourModes)[number]

let mode: ColourMode = 'auto'
export const useColour = (asked: ColourMode): void => {
  mode = asked
}

const isWanted = (stream: NodeJS.WriteStream): boolean => {
  if (mode !== 'auto') return mode === 'always'
  // https://no-color.org: any value but the empty one.
  return (process.env['NO_COLOR'] ?? '') === '' && stream.isTTY
}

export const coloured = (
  stream: NodeJS.WriteStream,
  colour: 'red' | 'yellow' | 'green' | 'dim',
  text: string,
): string => (isWanted(stream) ? styleText(colour, text, { validateStream: false }) : text)
