import type { AppRatingRow } from '../../projections/catalog/market-tables.ts'
import { builder } from '../schema/builder.ts'

const StarCount = builder
  .objectRef<{ readonly stars: number; readonly reviews: number }>('StarCount')
  .implement({
    description: 'How many reviews give so many stars.',
    fields: (t) => ({
      stars: t.exposeInt('stars', { description: 'From 1 to 5.' }),
      reviews: t.exposeInt('reviews', { description: 'So many reviews.' }),
    }),
  })

type Stars = Pick<AppRatingRow, 'ones' | 'twos' | 'threes' | 'fours' | 'fives'>

const countsOf = ({ ones, twos, threes, fours, fives }: Stars): readonly number[] => [
  ones,
  twos,
  threes,
  fours,
  fives,
]

const countOf = (stars: Stars): number => countsOf(stars).reduce((sum, count) => sum + count, 0)

export const noStars: Stars = { ones: 0, twos: 0, threes: 0, fours: 0, fives: 0 }

export const Rating = builder.objectRef<Stars>('Rating').implement({
  description: 'What the reviews that are shown come to.',
  fields: (t) => ({
    average: t.float({
      nullable: true,
      description: 'Of the stars, from 1 to 5; null without any review.',
      resolve: (stars) => {
        const sum = countsOf(stars).reduce((all, count, index) => all + count * (index + 1), 0)
        return countOf(stars) === 0 ? null : sum / countOf(stars)
      },
    }),
    count: t.int({ description: 'How many reviews there are.', resolve: countOf }),
    histogram: t.field({
      type: [StarCount],
      description: 'The same by stars, from 1 to 5.',
      resolve: (stars) => countsOf(stars).map((reviews, index) => ({ stars: index + 1, reviews })),
    }),
  }),
})

export type Figures = {
  readonly views: number
  readonly downloads: number
  readonly likes: number
  readonly subscriptions: number
  readonly running: number
  readonly runs: number
}

export const AppMetrics = builder.objectRef<Figures>('AppMetrics').implement({
  description: 'What an app has come to.',
  fields: (t) => ({
    views: t.exposeInt('views', {
      description: 'Accounts that looked at its listing, each counted once a day.',
    }),
    downloads: t.exposeInt('downloads', {
      description: 'Accounts that took it from the registry, each counted once a day.',
    }),
    likes: t.exposeInt('likes', { description: 'People who like it.' }),
    subscriptions: t.exposeInt('subscriptions', {
      description: 'Subscriptions that were ever paid, free or tried.',
    }),
    runs: t.exposeInt('runs', { description: 'Runs of it that completed.' }),
    runningSubscriptions: t.exposeInt('running', {
      description: 'Those of them that have not ended.',
    }),
  }),
})
