import type { PhysicalEstimate } from '../../domain/catalog/version-report.ts'

/** A program in OpenQASM without inputs. */
export type EstimateTask = { readonly source: string }

export type EstimateAnswer =
  | { readonly kind: 'estimated'; readonly estimate: PhysicalEstimate }
  | { readonly kind: 'none'; readonly reason: string }
