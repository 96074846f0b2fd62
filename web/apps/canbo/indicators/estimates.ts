import type { Figure } from '$lib/api';
import type { Estimate, EstimateWords } from '$lib/charts/estimate';
import { remark } from '../figureWords';
import { t } from '../text';

/** A figure as charts draw it. */
export function estimate(figure: Figure, key: string, label: string, open?: () => void): Estimate {
  const told = remark(figure);
  return {
    key, label, value: figure.value, low: figure.low, high: figure.high, hollow: figure.pooled !== undefined || figure.estimated,
    ...(told !== '' && { remark: told }), ...(open && { open }),
  };
}

/** Heads of the table behind a chart of figures. */
export function estimateWords(label: string): EstimateWords {
  return { label, value: t('indicator.value'), low: t('indicator.low'), high: t('indicator.high'), remark: t('indicator.remark') };
}

/** The buttons around a chart. */
export const chartButtons = () => ({ table: t('chart.table'), svg: t('chart.svg'), png: t('chart.png'), csv: t('chart.csv') });

export const sortWords = (column: string): string => t('table.sort', { column });
