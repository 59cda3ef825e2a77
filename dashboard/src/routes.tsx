import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { BrokenPage, NotFoundPage } from './frame/odd-pages.tsx';
import { PageFrame } from './frame/page-frame.tsx';
import { parseSearch, stringifySearch } from './url-state.ts';

const root = createRootRoute({ component: PageFrame, notFoundComponent: NotFoundPage, errorComponent: BrokenPage });
const under = { getParentRoute: () => root };

const pages = [
  createRoute({
    ...under,
    path: '/',
    component: lazyRouteComponent(() => import('./pages/overview/overview-page.tsx'), 'OverviewPage'),
  }),
  createRoute({
    ...under,
    path: '/coming',
    component: lazyRouteComponent(() => import('./pages/predictions/predictions-page.tsx'), 'PredictionsPage'),
  }),
  createRoute({
    ...under,
    path: '/p/$id',
    component: lazyRouteComponent(() => import('./pages/prediction/prediction-page.tsx'), 'PredictionPage'),
  }),
  createRoute({
    ...under,
    path: '/incidents',
    component: lazyRouteComponent(() => import('./pages/incidents/incidents-page.tsx'), 'IncidentsPage'),
  }),
  createRoute({
    ...under,
    path: '/i/$id',
    component: lazyRouteComponent(() => import('./pages/incident/incident-page.tsx'), 'IncidentPage'),
  }),
  createRoute({
    ...under,
    path: '/explore/logs',
    component: lazyRouteComponent(() => import('./pages/explore/logs-page.tsx'), 'LogsPage'),
  }),
  createRoute({
    ...under,
    path: '/explore/traces',
    component: lazyRouteComponent(() => import('./pages/explore/traces-page.tsx'), 'TracesPage'),
  }),
  createRoute({
    ...under,
    path: '/explore/traces/$id',
    component: lazyRouteComponent(() => import('./pages/explore/trace-page.tsx'), 'TracePage'),
  }),
  createRoute({
    ...under,
    path: '/explore/metrics',
    component: lazyRouteComponent(() => import('./pages/explore/metrics-page.tsx'), 'MetricsPage'),
  }),
  createRoute({
    ...under,
    path: '/map',
    component: lazyRouteComponent(() => import('./pages/topology/topology-page.tsx'), 'TopologyPage'),
  }),
  createRoute({
    ...under,
    path: '/reliability',
    component: lazyRouteComponent(() => import('./pages/reliability/reliability-page.tsx'), 'ReliabilityPage'),
  }),
  createRoute({
    ...under,
    path: '/drills',
    component: lazyRouteComponent(() => import('./pages/drills/drills-page.tsx'), 'DrillsPage'),
  }),
  createRoute({
    ...under,
    path: '/replay',
    component: lazyRouteComponent(() => import('./pages/replay/replay-page.tsx'), 'ReplayPage'),
  }),
  createRoute({
    ...under,
    path: '/alerting',
    component: lazyRouteComponent(() => import('./pages/alerting/alerting-page.tsx'), 'AlertingPage'),
  }),
  createRoute({
    ...under,
    path: '/slos',
    component: lazyRouteComponent(() => import('./pages/slos/slos-page.tsx'), 'SlosPage'),
  }),
  createRoute({
    ...under,
    path: '/data',
    component: lazyRouteComponent(() => import('./pages/data/data-page.tsx'), 'DataPage'),
  }),
  createRoute({
    ...under,
    path: '/model',
    component: lazyRouteComponent(() => import('./pages/model/model-page.tsx'), 'ModelPage'),
  }),
  createRoute({
    ...under,
    path: '/model/$id',
    component: lazyRouteComponent(() => import('./pages/model/call-page.tsx'), 'ModelCallPage'),
  }),
  createRoute({
    ...under,
    path: '/backtest',
    component: lazyRouteComponent(() => import('./pages/backtest/backtest-page.tsx'), 'BacktestPage'),
  }),
  createRoute({
    ...under,
    path: '/connect',
    component: lazyRouteComponent(() => import('./pages/connect/connect-page.tsx'), 'ConnectPage'),
  }),
];

export function createPages() {
  return createRouter({
    routeTree: root.addChildren(pages),
    parseSearch,
    stringifySearch,
    defaultPreload: false,
    scrollRestoration: true,
  });
}
