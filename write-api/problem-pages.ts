import type { FastifyInstance } from 'fastify'
import { problemPath } from '../platform/errors/problem.ts'
import { errorTable } from '../platform/errors/table.ts'
import { headerOf } from '../platform/http/header.ts'
import { sendProblem } from '../platform/http/send-problem.ts'
import { errorCodes } from './openapi/problem-shape.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign)

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(title)}</title><h1>${escaped(title)}</h1>${body}</html>`

const described = errorCodes.map((code) => ({
  path: problemPath(code),
  problem: { type: problemPath(code), code, ...errorTable[code] },
}))

const pageOf = ({
  code,
  title,
  status,
  retryable,
  advice,
}: (typeof described)[number]['problem']) =>
  page(
    title,
    `<p><code>${code}</code>, HTTP status ${status}${retryable ? ', may pass by itself' : ''}.</p><p>${escaped(advice)}</p><p><a href="/problems">All problems</a></p>`,
  )

const index = page(
  'Problems',
  `<ul>${described
    .map(
      ({ path, problem }) =>
        `<li><a href="${path}"><code>${problem.code}</code></a> ${escaped(problem.title)}</li>`,
    )
    .join('')}</ul>`,
)

/** The pages that a problem's `type` leads to, made from the error table: HTML, or JSON for who accepts that alone. */
export const serveProblemPages = (app: FastifyInstance): void => {
  app.get('/problems', (_request, reply) => reply.type('text/html; charset=utf-8').send(index))
  app.get<{ Params: { name: string } }>('/problems/:name', (request, reply) => {
    const found = described.find(({ path }) => path === `/problems/${request.params.name}`)
    if (found === undefined)
      return sendProblem(reply, { code: 'NOT_FOUND', detail: 'There is no such problem.' })
    return headerOf(request, 'accept')?.startsWith('application/json')
      ? reply.send(found.problem)
      : reply.type('text/html; charset=utf-8').send(pageOf(found.problem))
  })
}
