import type { z } from 'zod'
import type { Stored } from '../core/stored.ts'
import { invalid } from '../core/errors.ts'
import type { listing } from './params.ts'

type Page = { readonly [N in keyof typeof listing]?: z.output<(typeof listing)[N]> | undefined }

/** A page of a listing, the newest first. */
export const page = (all: readonly Stored[], params: Page, url: string): object => {
  const { limit = 10, created = {}, starting_after: after, ending_before: before } = params
  const { gte = 0, gt = -1, lte = Infinity, lt = Infinity } = created
  const wanted = all.filter(({ created: at }) => at >= gte && at > gt && at <= lte && at < lt)
  const indexOf = (id: string): number => {
    const index = wanted.findIndex((object) => object.id === id)
    if (index === -1) throw invalid(`No such object: ${id}`, { code: 'resource_missing' })
    return index
  }
  const end = before === undefined ? wanted.length : indexOf(before)
  const start =
    after !== undefined ? indexOf(after) + 1 : before === undefined ? 0 : Math.max(0, end - limit)
  const data = wanted.slice(start, Math.min(end, start + limit))
  const hasMore = before === undefined ? start + data.length < wanted.length : start > 0
  return { object: 'list', url, has_more: hasMore, data }
}
