import type { MountDocument } from '../mount.ts'
import { commonHeaders, requestHeadersOf, retryAfter, successHeadersOf } from './headers.ts'
import { problemResponsesOf } from './problem-responses.ts'

type Json = Readonly<Record<string, unknown>>

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null

const meanings: Readonly<Record<string, string>> = {
  '200': 'Done',
  '201': 'Created',
  '202': 'Accepted: the work goes on',
}

const linksOf = (document: MountDocument) =>
  Object.fromEntries(
    (document.links ?? []).map(({ operationId, parameter, member }) => [
      operationId,
      { operationId, parameters: { [parameter]: `$response.body#/${member}` } },
    ]),
  )

const describeSuccess = (document: MountDocument, status: string, response: unknown): Json => {
  const links = linksOf(document)
  return {
    ...(isJson(response) ? response : {}),
    description: meanings[status] ?? 'Answered',
    headers: {
      ...commonHeaders,
      ...successHeadersOf(document),
      ...(status === '202' ? { 'Retry-After': retryAfter } : {}),
    },
    ...(Object.keys(links).length === 0 ? {} : { links }),
  }
}

/** An operation as its schemas made it, completed by what its document tells. */
export const completeOperation = (operation: Json, document: MountDocument): Json => {
  const { parameters, responses, requestBody, ...rest } = operation
  const successes = Object.entries(isJson(responses) ? responses : {}).map(([status, response]) => [
    status,
    describeSuccess(document, status, response),
  ])
  const notModified =
    document.kind === 'query'
      ? { '304': { description: 'The state still has that ETag', headers: commonHeaders } }
      : {}
  return {
    ...rest,
    summary: document.summary,
    ...(document.description === undefined ? {} : { description: document.description }),
    tags: [document.tag],
    ...(document.access === 'signed-in' ? {} : { security: [] }),
    parameters: [
      ...(Array.isArray(parameters) ? (parameters as readonly unknown[]) : []),
      ...requestHeadersOf(document),
    ],
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: {
      ...Object.fromEntries(successes),
      ...notModified,
      ...problemResponsesOf(document),
    },
  }
}
