/** Which view a place has. The patterns are RabbitMQ's. */
import { actorsView } from './views/actors.js';
import { channelView } from './views/channel.js';
import { channelsView } from './views/channels.js';
import { connectionView } from './views/connection.js';
import { connectionsView } from './views/connections.js';
import { definitionsView } from './views/definitions.js';
import { exchangeView } from './views/exchange.js';
import { exchangesView } from './views/exchanges.js';
import { limitsView } from './views/limits.js';
import { nodeView } from './views/node.js';
import { overviewView } from './views/overview.js';
import { policiesView } from './views/policies.js';
import { queueView } from './views/queue.js';
import { queuesView } from './views/queues.js';
import { userView } from './views/user.js';
import { usersView } from './views/users.js';
import { virtualHostView } from './views/vhost.js';
import { virtualHostsView } from './views/vhosts.js';

export const ROUTES = [
  { pattern: '', view: overviewView },
  { pattern: 'nodes/:name', view: nodeView },
  { pattern: 'connections', view: connectionsView },
  { pattern: 'connections/:name', view: connectionView },
  { pattern: 'channels', view: channelsView },
  { pattern: 'channels/:name', view: channelView },
  { pattern: 'exchanges', view: exchangesView },
  { pattern: 'exchanges/:vhost/:name', view: exchangeView },
  { pattern: 'queues', view: queuesView },
  { pattern: 'queues/:vhost/:name', view: queueView },
  { pattern: 'actors', view: actorsView },
  { pattern: 'users', view: usersView },
  { pattern: 'users/:name', view: userView },
  { pattern: 'vhosts', view: virtualHostsView },
  { pattern: 'vhosts/:name', view: virtualHostView },
  { pattern: 'policies', view: policiesView },
  { pattern: 'policies/:vhost/:name', view: policiesView },
  { pattern: 'limits', view: limitsView },
  { pattern: 'definitions', view: definitionsView },
];
