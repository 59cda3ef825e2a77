/** What lives as long as the page: the client, what it remembers, the routes, and whether somebody is signed in. */

import { createClient } from '@foreshock/contract/client.ts';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { SignedOutPage } from './frame/signed-out-page.tsx';
import { createPages } from './routes.tsx';
import { ClientContext, faultOf } from './use-operation.ts';

/** Answers older than this are asked again when a page opens; events do it sooner. */
const FRESH_MS = 15_000;

export function App() {
  const [signedOut, setSignedOut] = useState(false);
  const [router] = useState(createPages);
  const [client] = useState(() => createClient({ origin: '' }));
  const [queries] = useState(
    () =>
      new QueryClient({
        queryCache: new QueryCache({
          onError: (error) => {
            if (faultOf(error).status === 401) setSignedOut(true);
          },
        }),
        defaultOptions: {
          queries: {
            staleTime: FRESH_MS,
            retry: (failures, error) => failures < 2 && faultOf(error).retryable,
          },
        },
      }),
  );
  if (signedOut) return <SignedOutPage />;
  return (
    <ClientContext value={client}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ClientContext>
  );
}
