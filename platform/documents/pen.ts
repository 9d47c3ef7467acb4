import type { Font } from 'fontkit'
import { runsOf, type Face } from './fonts.ts'

export type Style = {
  readonly face?: Face
  /** Points. */
  readonly size: number
  readonly colour?: string
}
export type Pen = {
  readonly width: (text: string, style: Style) => number
  /** A text in lines of at most this width; a word that is longer is divided. */
  readonly wrap: (text: string, width: number, style: Style) => readonly string[]
  /** `y` is the top of the line. */
  readonly write: (text: string, x: number, y: number, style: Style) => void
  readonly writeRight: (text: string, right: number, y: number, style: Style) => void
}

/** Strokes beside the outlines: the rare font's own weight is thin. Parts of the size. */
const thickening = { regular: 0.03, bold: 0.05 } as const

/** Writes in whatever fonts a text takes. */
export const createPen = (doc: PDFKit.PDFDocument): Pen => {
  const width = (text: string, { face = 'regular', size }: Style): number =>
    runsOf(text, face).reduce(
      (sum, run) => sum + doc.font(run.path).fontSize(size).widthOfString(run.text),
      0,
    )
  const outline = (font: Font, text: string, x: number, y: number, style: Style): void => {
    const { face = 'regular', size, colour = '#000' } = style
    const scale = size / font.unitsPerEm
    let at = x
    for (const { path, advanceWidth } of font.layout(text).glyphs) {
      doc
        .save()
        .translate(at, y + size * 0.93)
        .scale(scale, -scale)
      doc.path(path.toSVG()).lineWidth(thickening[face] * font.unitsPerEm)
      doc.fillAndStroke(colour, colour).restore()
      at += advanceWidth * scale
    }
  }
  const write = (text: string, x: number, y: number, style: Style): void => {
    const { face = 'regular', size, colour = '#000' } = style
    let at = x
    for (const { text: part, path, rare } of runsOf(text, face)) {
      doc.font(path).fontSize(size).fillColor(colour)
      doc.text(part, at, y, { lineBreak: false })
      if (rare !== undefined) outline(rare, part, at, y, style)
      at += doc.font(path).fontSize(size).widthOfString(part)
    }
  }
  const divide = (word: string, most: number, style: Style): readonly string[] => {
    const pieces: string[] = ['']
    for (const char of word) {
      const longer = (pieces.at(-1) ?? '') + char
      if (width(longer, style) > most && pieces.at(-1) !== '') pieces.push(char)
      else pieces[pieces.length - 1] = longer
    }
    return pieces
  }
  const wrap = (text: string, most: number, style: Style): readonly string[] => {
    const lines: string[] = []
    for (const word of text.split(/\s+/).flatMap((each) => divide(each, most, style))) {
      const last = lines.at(-1)
      const longer = last === undefined ? word : `${last} ${word}`
      if (last !== undefined && width(longer, style) <= most) lines[lines.length - 1] = longer
      else lines.push(word)
    }
    return lines
  }
  return {
    width,
    wrap,
    write,
    writeRight: (text, right, y, style) => write(text, right - width(text, style), y, style),
  }
}
