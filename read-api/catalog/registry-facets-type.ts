import { builder } from '../schema/builder.ts'
import { type FacetCount, readFacet, readTotals, type Searched } from './registry-facets.ts'

const FacetCountType = builder.objectRef<FacetCount>('FacetCount').implement({
  description: 'How many apps of the registry have a value.',
  fields: (t) => ({
    value: t.exposeString('value', { description: 'The value, as the filter takes it.' }),
    count: t.exposeInt('count', { description: 'So many apps.' }),
  }),
})

const QubitRange = builder
  .objectRef<{ readonly fewest: number; readonly most: number }>('QubitRange')
  .implement({
    description: 'How many qubits the apps that are found need.',
    fields: (t) => ({
      fewest: t.exposeInt('fewest', { description: 'The one that needs fewest.' }),
      most: t.exposeInt('most', { description: 'The one that needs most.' }),
    }),
  })

/** Each counts all that is found. */
const facetCost = 50

export const RegistryFacets = builder.objectRef<Searched>('RegistryFacets').implement({
  description:
    'How many apps there are of each kind, with every other filter kept; at most 50 values of each.',
  fields: (t) => ({
    total: t.int({
      description: 'How many are found.',
      complexity: facetCost,
      resolve: async (searched, _, { view }) => (await readTotals(view.db, searched)).total,
    }),
    types: t.field({
      type: [FacetCountType],
      description: 'By what they are for.',
      complexity: facetCost,
      resolve: (searched, _, { view }) => readFacet(view.db, searched, 'type'),
    }),
    tags: t.field({
      type: [FacetCountType],
      description: 'By tag, among what is found with the tags that are chosen.',
      complexity: facetCost,
      resolve: (searched, _, { view }) => readFacet(view.db, searched, 'tags'),
    }),
    licences: t.field({
      type: [FacetCountType],
      description: 'By licence.',
      complexity: facetCost,
      resolve: (searched, _, { view }) => readFacet(view.db, searched, 'licence'),
    }),
    publisherOrganisationIds: t.field({
      type: [FacetCountType],
      description: 'By the organisation that develops them.',
      complexity: facetCost,
      resolve: (searched, _, { view }) => readFacet(view.db, searched, 'publisherOrganisationId'),
    }),
    qubits: t.field({
      type: QubitRange,
      nullable: true,
      description: 'From the fewest to the most that they need; null when none is found.',
      complexity: facetCost,
      resolve: async (searched, _, { view }) => {
        const { fewest, most } = await readTotals(view.db, searched)
        return fewest === null || most === null ? null : { fewest, most }
      },
    }),
  }),
})
