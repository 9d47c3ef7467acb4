import { fencesOf, type Fence } from '../docs/markdown.ts'

/** One runbook: its anchor, and the blocks that whoever follows it pastes, runs or reads. */
export type Section = { readonly anchor: string; readonly blocks: readonly Fence[] }

/** A page's sections of the second level, in order; `line` of a block counts from its heading. */
export const sectionsOf = (text: string): readonly Section[] =>
  text
    .split(/^(?=## )/m)
    .slice(1)
    .map((part) => ({
      anchor: (/^## +(.+)$/m.exec(part)?.[1] ?? '').toLowerCase().replaceAll(' ', '-'),
      blocks: fencesOf(part),
    }))
