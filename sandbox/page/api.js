// The sandbox's control API: what people do, and the stream of what happens.

async function call(method, path, body) {
  const isForm = body instanceof FormData;
  const headers = body && !isForm ? { "Content-Type": "application/json" } : {};
  const response = await fetch(path, { method, headers, body: isForm || !body ? body : JSON.stringify(body) });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    const reason = answer.error ?? `${response.status} ${response.statusText}`;
    throw Object.assign(new Error(reason), { status: response.status });
  }
  return answer;
}

const person = (id, deed, body = {}) => call("POST", `/api/people/${id}/${deed}`, body);

export const api = {
  state: () => call("GET", "/api/state"),
  addPerson: (body) => call("POST", "/api/people", body),
  addChat: (body) => call("POST", "/api/chats", body),
  setBot: (chat, body) => call("POST", `/api/chats/${chat}/bot`, body),
  say: (id, body) => person(id, "messages", body),
  start: (id, payload) => person(id, "start", payload ? { payload } : {}),
  location: (id, body) => person(id, "location", body),
  contact: (id, body) => person(id, "contact", body),
  edit: (id, body) => person(id, "edit", body),
  press: (id, body) => person(id, "press", body),
  block: (id) => person(id, "block"),
  unblock: (id) => person(id, "unblock"),
  conversation: (id, chat) => call("GET", `/api/people/${id}/chats/${chat}`),
  transcript: (chat) => call("GET", `/api/transcript/${chat}`),
  calls: () => call("GET", "/api/calls"),
  setPace: (body) => call("PUT", "/api/pace", body),
  setFaults: (body) => call("PUT", "/api/faults", body),
  file: (fileId) => `/api/files/${encodeURIComponent(fileId)}`,
};

/** Follows what happens after a `state`; `on` has `event(event)`, `connected(yes)` and `restarted()`. */
export function follow(state, on) {
  let last = state.last_event;
  let pause = 500;

  function open() {
    const source = new EventSource(`/api/stream?after=${last}`);
    source.onopen = () => {
      pause = 500;
      on.connected(true);
    };
    source.onmessage = ({ data }) => {
      const event = JSON.parse(data);
      last = Math.max(last, event.event);
      on.event(event);
    };
    source.onerror = () => {
      source.close();
      on.connected(false);
      setTimeout(again, pause);
      pause = Math.min(pause * 2, 5000);
    };
  }

  // A sandbox with another start has forgotten what we show.
  async function again() {
    try {
      const { started } = await api.state();
      if (started !== state.started) on.restarted();
      else open();
    } catch {
      setTimeout(again, pause);
      pause = Math.min(pause * 2, 5000);
    }
  }

  open();
}
