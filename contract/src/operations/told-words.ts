import { incidentVerdicts } from '@foreshock/model/incident.ts';
import { toldOutcomes } from '@foreshock/model/told-outcome.ts';
import { z } from 'zod';
import { Time } from '../shapes.ts';

const Word = z.object({ by: z.string(), mine: z.boolean().describe('said by who asks'), at: Time });

export const ToldWords = z.array(Word.extend({ says: z.enum(toldOutcomes), note: z.string() }));

export const Verdicts = z.array(Word.extend({ says: z.enum(incidentVerdicts) }));
