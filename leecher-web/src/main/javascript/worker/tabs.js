// Which of the tabs that have a database open writes into it. One leads; it holds a Web Lock and tells the others every second that it
// lives. The lock passes on by itself when its tab is closed. A tab that the browser has frozen keeps its lock and falls silent: then
// another takes the lock from it. Where there are no locks (plain http), tabs agree over the channel alone.
//
// None of this is what keeps two from writing: a fence in the database is (see IndexedDb.write). This only finds somebody to write.
const BEAT_MILLIS = 1000;
const SILENCE_MILLIS = 4000;
const CLAIM_MILLIS = 400;

class Tabs {
  #name;
  #channel;
  #called;
  #id = Math.random();
  #leading = false;
  #claiming = false;
  #left = false;
  #leader;
  /** Which documents this tab asks relays for, and which the one that leads; null where it asks none. */
  #wanted;
  #led = null;
  /** What the leader was asked to do and has not answered. */
  #asked = new Map();
  #heardAt = performance.now();
  #tickedAt = this.#heardAt;
  #timer;
  #waiting;
  #release;

  constructor(name, wanted, called) {
    this.#name = name;
    this.#wanted = wanted;
    this.#called = called;
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }) => this.#receive(data);
    this.#timer = setInterval(() => this.#tick(), BEAT_MILLIS);
    this.#channel.postMessage({ hello: this.#id });
    this.#wait();
  }

  /** To all other tabs. */
  tell(news) {
    if (!this.#left) {
      this.#channel.postMessage({ news, leading: this.#leading });
    }
  }

  /** Has the tab that leads do something; where another comes to lead meanwhile, it does it. */
  ask(question) {
    return new Promise((answered) => {
      const ask = Math.random();
      this.#asked.set(ask, { question, answered });
      this.#channel.postMessage({ ask, question });
    });
  }

  leads() {
    return this.#leading;
  }

  /** From now on other documents are asked for, or none. */
  want(wanted) {
    this.#wanted = wanted;
    if (this.#leading) {
      this.#beat();
    }
  }

  /** What the tab that leads asks relays for; null if that is none, or this tab leads. */
  led() {
    return this.#leading ? null : this.#led;
  }

  #answer(ask, answer) {
    this.#asked.get(ask)?.answered(answer);
    this.#asked.delete(ask);
  }

  leave() {
    const left = { type: "failed", code: "closed", message: "the tab has left the others" };
    this.#asked.forEach((_, ask) => this.#answer(ask, left));
    this.#left = true;
    this.#leading = false;
    clearInterval(this.#timer);
    this.#waiting?.abort();
    this.#release?.();
    this.#channel.close();
  }

  #receive({ hello, beat, wanted, claim, news, leading, ask, question, answered, answer }) {
    if (ask !== undefined && this.#leading) {
      this.#called.asked(question).then((done) => this.#channel.postMessage({ answered: ask, answer: done }));
    }
    if (answered !== undefined) {
      this.#answer(answered, answer);
    }
    if (hello !== undefined && this.#leading) {
      this.#beat();
      this.#called.hello();
    }
    if (claim !== undefined) {
      if (this.#leading) {
        this.#beat();
      } else if (claim < this.#id) {
        this.#claiming = false;
      }
    }
    if (beat !== undefined) {
      this.#heardAt = performance.now();
      this.#claiming = false;
      this.#led = wanted ?? null;
      if (beat !== this.#leader) {
        this.#leader = beat;
        this.#asked.forEach(({ question }, ask) => this.#channel.postMessage({ ask, question }));
      }
      if (this.#leading && !navigator.locks && beat < this.#id) {
        this.#stop();
      }
      if (!this.#leading) {
        this.#called.follow();
      }
    }
    if (news !== undefined) {
      this.#called.heard(news, leading);
    }
  }

  #tick() {
    const now = performance.now();
    // Whoever was asleep has heard nobody and must not blame the others.
    if (now - this.#tickedAt > 3 * BEAT_MILLIS) {
      this.#heardAt = now;
    }
    this.#tickedAt = now;
    if (this.#leading) {
      this.#beat();
    } else if (now - this.#heardAt > SILENCE_MILLIS + Math.random() * BEAT_MILLIS) {
      this.#heardAt = now;
      if (navigator.locks) {
        this.#steal();
      } else {
        this.#claim();
      }
    }
  }

  #beat() {
    this.#channel.postMessage({ beat: this.#id, wanted: this.#wanted });
  }

  #wait() {
    if (this.#left) {
      return;
    }
    if (!navigator.locks) {
      this.#claim();
      return;
    }
    this.#waiting = new AbortController();
    this.#hold({ signal: this.#waiting.signal });
  }

  #steal() {
    this.#waiting?.abort();
    this.#hold({ steal: true });
  }

  #hold(options) {
    navigator.locks
      .request(this.#name, options, () => {
        this.#start();
        return new Promise((release) => {
          this.#release = release;
        });
      })
      .catch(() => {
        // Taken from us, or no longer waited for because we are about to take it.
        if (this.#leading || options.steal) {
          this.#stop();
          this.#wait();
        }
      });
  }

  /** Leads unless somebody objects, or claims with a smaller number. */
  #claim() {
    this.#claiming = true;
    this.#channel.postMessage({ claim: this.#id });
    setTimeout(() => {
      if (this.#claiming && !this.#left) {
        this.#claiming = false;
        this.#start();
      }
    }, CLAIM_MILLIS);
  }

  #start() {
    if (!this.#left && !this.#leading) {
      this.#leading = true;
      this.#beat();
      this.#called.lead();
      this.#asked.forEach(({ question }, ask) => this.#called.asked(question).then((done) => this.#answer(ask, done)));
    }
  }

  #stop() {
    this.#heardAt = performance.now();
    if (this.#leading) {
      this.#leading = false;
      this.#called.lost();
    }
  }
}

/** Joins the tabs of a database. Called back: lead, lost, follow (somebody else leads), hello (somebody came), heard(news), asked. */
export function join(name, wanted, called) {
  return new Tabs("bambusa " + name, wanted, called);
}
