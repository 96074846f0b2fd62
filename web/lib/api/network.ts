import type {
  AreaAsk, Campaign, CampaignAsk, CampaignProgress, HandOver, HandOverAsk, Network, NewPassword, OutboxAsk, OutboxReply, Statement, StatementFormat, TrainingBoard, Watch
} from './networkTypes.ts';
import type { Calls } from './official.ts';
import { mapResult, type Result } from './result.ts';

/** Areas, collaborators, devices, statements and campaigns. What changes something is sent once. */
export interface NetworkSource {
  network(unit: string): Promise<Result<Network>>;
  putArea(ask: AreaAsk): Promise<Result<{ id: string }>>;
  handOver(ask: HandOverAsk): Promise<Result<HandOver>>;
  setDisabled(user: string, disabled: boolean): Promise<Result<unknown>>;
  renewPassword(user: string): Promise<Result<NewPassword>>;
  revokeDevice(device: string): Promise<Result<unknown>>;
  statement(unit: string, period: string): Promise<Result<Statement>>;
  /** The address of a statement as a file. */
  statementFile(unit: string, period: string, format: StatementFormat): string;
  /** Who has completed which lesson of the phone. */
  training(unit: string): Promise<Result<TrainingBoard>>;
  trainingFile(unit: string, format: StatementFormat): string;
  watch(unit: string): Promise<Result<Watch>>;
  /** Brings in what a phone saved to a file. May be repeated. */
  bringIn(ask: OutboxAsk): Promise<Result<OutboxReply>>;
  campaigns(unit: string): Promise<Result<Campaign[]>>;
  campaign(id: string): Promise<Result<CampaignProgress>>;
  beginCampaign(ask: CampaignAsk): Promise<Result<Campaign>>;
  endCampaign(id: string): Promise<Result<Campaign>>;
}

/** The network over HTTP. */
export function networkCalls({ get, post, remove, file }: Calls): NetworkSource {
  const segment = encodeURIComponent;
  return {
    network: (unit) => get<Network>('/api/network', { unit }),
    putArea: (ask) => post<{ id: string }>('/api/network/areas', ask),
    handOver: (ask) => post<HandOver>('/api/network/hand-overs', ask),
    setDisabled: (user, disabled) => post('/api/network/users/' + segment(user) + '/disabled', { disabled }),
    renewPassword: (user) => post<NewPassword>('/api/network/users/' + segment(user) + '/password', {}),
    revokeDevice: (device) => remove('/api/devices/' + segment(device)),
    statement: (unit, period) => get<Statement>('/api/network/statement', { unit, period }),
    statementFile: (unit, period, format) => file('/api/network/statement', { unit, period, format }),
    training: (unit) => get<TrainingBoard>('/api/training', { unit }),
    trainingFile: (unit, format) => file('/api/training', { unit, format }),
    watch: (unit) => get<Watch>('/api/network/watch', { unit }),
    bringIn: (ask) => post<OutboxReply>('/api/network/outbox', ask),
    campaigns: async (unit) => mapResult(await get<{ campaigns: Campaign[] }>('/api/network/campaigns', { unit }), (read) => read.campaigns),
    campaign: (id) => get<CampaignProgress>('/api/network/campaigns/' + segment(id)),
    beginCampaign: (ask) => post<Campaign>('/api/network/campaigns', ask),
    endCampaign: (id) => remove<Campaign>('/api/network/campaigns/' + segment(id))
  };
}
