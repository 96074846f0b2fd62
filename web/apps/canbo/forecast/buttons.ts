import { t } from '../text';

/** The buttons around a chart. */
export const chartButtons = () => ({ table: t('chart.table'), svg: t('chart.svg'), png: t('chart.png'), csv: t('chart.csv') });
