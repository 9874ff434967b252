// Every word of the page itself: [Қазақша, Русский, English].

import { remembered } from "./dom.js";

export const LANGUAGES = { kk: "Қазақша", ru: "Русский", en: "English" };
const ORDER = Object.keys(LANGUAGES);

export const TEXTS = {
  notice: [
    "Бұл — сынақ алаңы: ештеңе осы компьютерден сыртқа шықпайды",
    "Это пробная площадка: ничего не уходит с этого компьютера",
    "This is a sandbox: nothing leaves this machine",
  ],
  noticeShort: [
    "Сынақ алаңы: ештеңе сыртқа шықпайды",
    "Пробная площадка, всё остаётся здесь",
    "Sandbox: nothing leaves this machine",
  ],
  language: ["Тіл", "Язык", "Language"],
  theme: ["Көрінісі", "Оформление", "Theme"],
  theme_auto: ["Құрылғыдағыдай", "Как на устройстве", "Same as the device"],
  theme_light: ["Ашық түс", "Светлое", "Light"],
  theme_dark: ["Күңгірт түс", "Тёмное", "Dark"],
  menu: ["Мәзір", "Меню", "Menu"],
  more: ["Тағы", "Ещё", "More"],
  close: ["Жабу", "Закрыть", "Close"],
  cancel: ["Болдырмау", "Отмена", "Cancel"],
  ok: ["Жарайды", "Хорошо", "OK"],
  save: ["Сақтау", "Сохранить", "Save"],
  noConnection: [
    "Сынақ алаңымен байланыс үзілді, қайта қосылып жатырмыз…",
    "Связь с площадкой прервалась, подключаемся снова…",
    "Lost the sandbox, connecting again…",
  ],
  failed: ["Болмады: {why}", "Не вышло: {why}", "That did not work: {why}"],

  people: ["Адамдар", "Люди", "People"],
  groups: ["Топтар: {name}", "Группы: {name}", "Groups: {name}"],
  choosePerson: ["Кімнің чаты", "Чей это чат", "Whose chat"],
  addPane: ["Қасына тағы чат ашу", "Открыть ещё один чат рядом", "Open one more chat beside"],
  addPerson: ["Адам қосу", "Добавить человека", "Add a person"],
  addGroup: ["Топ құру", "Создать группу", "Create a group"],
  closePane: ["Бұл чатты жасыру", "Убрать этот чат", "Hide this chat"],
  firstName: ["Аты", "Имя", "First name"],
  lastName: ["Тегі", "Фамилия", "Last name"],
  username: ["Пайдаланушы аты (@)", "Имя пользователя (@)", "Username (@)"],
  clientLanguage: ["Телефонының тілі", "Язык телефона", "Language of the phone"],
  otherLanguage: ["Басқа тіл коды", "Код другого языка", "Code of another language"],
  note: ["Кім екені (тек осы бетте көрінеді)", "Кто это (видно только здесь)", "Who it is (shown only here)"],
  groupTitle: ["Топтың аты", "Название группы", "Title of the group"],
  members: ["Мүшелері", "Участники", "Members"],
  withBot: ["Ботты да қосу", "Добавить и бота", "Add the bot too"],
  nobody: ["Әзірге мұнда ешкім жоқ", "Здесь пока никого нет", "Nobody is here yet"],
  nobodyHint: [
    "Телеграмдағыдай бірнеше адам болып көріңіз: тұрғын да, әкім де, қызметкер де өзіңіз. Әр терезе — бір адамның ботпен чаты.",
    "Побудьте сразу несколькими людьми, как в Телеграме: и жителем, и акимом, и сотрудником. Каждое окно — чат одного человека с ботом.",
    "Be several people at once, as in Telegram: a resident, an akim, staff. Each pane is one person's chat with the bot.",
  ],
  startWithCast: ["Төрт адаммен бастау", "Начать с четырьмя людьми", "Start with four people"],
  castAigul: ["Айгүл", "Айгуль", "Aigul"],
  castDaniyar: ["Данияр", "Данияр", "Daniyar"],
  castElena: ["Елена", "Елена", "Elena"],
  castFarida: ["Фарида", "Фарида", "Farida"],
  noteResident: ["тұрғын", "жительница", "resident"],
  noteAkim: ["әкім", "аким", "akim"],
  noteResidentElsewhere: ["басқа округтен", "из другого округа", "from another okrug"],
  noteStaff: ["жоба қызметкері", "сотрудница проекта", "project staff"],

  chatWith: ["{bot} ботымен чат", "чат с ботом {bot}", "chat with {bot}"],
  typing: ["жазып жатыр…", "печатает…", "typing…"],
  blockedNote: ["бот бұғатталған", "бот заблокирован", "the bot is blocked"],
  today: ["Бүгін", "Сегодня", "Today"],
  yesterday: ["Кеше", "Вчера", "Yesterday"],
  edited: ["түзетілген", "изменено", "edited"],
  you: ["Сіз", "Вы", "You"],
  whatCan: ["Бұл бот не істей алады?", "Что умеет этот бот?", "What can this bot do?"],
  start: ["БАСТАУ", "НАЧАТЬ", "START"],
  message: ["Хабарлама жазыңыз", "Напишите сообщение", "Write a message"],
  messages: ["Хабарламалар: {name}", "Сообщения: {name}", "Messages: {name}"],
  send: ["Жіберу", "Отправить", "Send"],
  commands: ["Пәрмендер", "Команды", "Commands"],
  keyboard: ["Батырмаларды көрсету", "Показать кнопки", "Show the buttons"],
  toBottom: ["Соңғы хабарламаға", "К последнему сообщению", "To the latest message"],
  attach: ["Қосып жіберу", "Прикрепить", "Attach"],
  reply: ["Жауап беру", "Ответить", "Reply"],
  edit: ["Түзету", "Изменить", "Edit"],
  editing: ["Хабарламаны түзету", "Изменение сообщения", "Editing a message"],
  copy: ["Көшіріп алу", "Скопировать", "Copy"],
  copied: ["Көшіріп алынды", "Скопировано", "Copied"],
  spoiler: ["Жасырын мәтін, ашу үшін басыңыз", "Скрытый текст, нажмите, чтобы открыть", "Hidden text, press to show"],
  noAnswer: ["Бот жауап бермей тұр", "Бот пока не отвечает", "The bot has not answered"],
  goneButton: ["Бұл батырма енді жоқ", "Этой кнопки уже нет", "This button is gone"],
  alertFrom: ["{bot} дейді", "{bot} говорит", "{bot} says"],
  openLink: ["Сілтемені ашасыз ба?", "Открыть ссылку?", "Open this link?"],
  openLinkHint: [
    "Бұл сыртқы сайт: ашсаңыз, сынақ алаңынан шығасыз.",
    "Это внешний сайт: открыв его, вы выйдете с площадки.",
    "This is another site: opening it leaves the sandbox.",
  ],
  open: ["Ашу", "Открыть", "Open"],
  download: ["Жүктеп алу", "Скачать", "Download"],
  unsupported: [
    "Бұл бетте көрсетілмейтін хабарлама: {kind}",
    "Сообщение, которое эта страница не показывает: {kind}",
    "A message that this page does not show: {kind}",
  ],
  joined: ["{who} топқа қосылды", "{who} теперь в группе", "{who} joined the group"],
  left: ["{who} топтан шықты", "{who} больше не в группе", "{who} left the group"],
  created: ["«{title}» тобы құрылды", "Создана группа «{title}»", "The group “{title}” was created"],
  renamed: ["Топтың аты енді «{title}»", "Группа теперь называется «{title}»", "The group is now “{title}”"],
  pinned: ["Хабарлама бекітілді", "Сообщение закреплено", "A message was pinned"],
  share: ["Мәтінді бөлісу", "Поделиться текстом", "Share the text"],

  photo: ["Фото", "Фото", "Photo"],
  testPhoto: ["Дайын сурет", "Готовый рисунок", "Ready-made picture"],
  document: ["Файл", "Файл", "File"],
  voice: ["Дауыс", "Голосовое", "Voice"],
  record: ["Дауыс жазу", "Записать голос", "Record voice"],
  recording: ["Жазып жатыр: {time}", "Идёт запись: {time}", "Recording: {time}"],
  noMicrophone: [
    "Микрофон қосылмады. «Дайын дауысты» жіберіп көріңіз",
    "Микрофон недоступен. Попробуйте «Готовый голос»",
    "No microphone. Try the ready-made voice",
  ],
  testVoice: ["Дайын дауыс", "Готовый голос", "Ready-made voice"],
  voiceFile: ["Дауысты файлдан алу", "Голос из файла", "Voice from a file"],
  audio: ["Аудио", "Аудио", "Audio"],
  video: ["Бейне", "Видео", "Video"],
  animation: ["Анимация", "Анимация", "Animation"],
  sticker: ["Стикер", "Стикер", "Sticker"],
  location: ["Орналасқан жер", "Местоположение", "Location"],
  place: ["Дайын жерлер", "Готовые места", "Ready-made places"],
  placeOwn: ["Қолмен жазу", "Вписать вручную", "Type it by hand"],
  latitude: ["Ендік", "Широта", "Latitude"],
  longitude: ["Бойлық", "Долгота", "Longitude"],
  contact: ["Телефон нөмірі", "Номер телефона", "Phone number"],
  ownContact: ["Өз нөмірім", "Мой номер", "My own number"],
  otherContact: ["Басқаның нөмірі", "Чужой номер", "Someone else's number"],
  someoneElse: ["Басқа біреу", "Кто-то другой", "Somebody else"],
  whose: ["Кімдікі", "Чей", "Whose"],
  shareOwn: [
    "Бот нөміріңізді көреді. Жібересіз бе?",
    "Бот увидит ваш номер. Отправить?",
    "The bot will see your number. Send it?",
  ],
  play: ["Тыңдау", "Слушать", "Play"],
  pause: ["Тоқтата тұру", "Пауза", "Pause"],
  position: ["Тыңдалған жері", "Место в записи", "Position"],

  deepLink: ["Сілтемемен кіру (?start=…)", "Войти по ссылке (?start=…)", "Open a link (?start=…)"],
  payload: [
    "Сілтеме немесе оның start= дегеннен кейінгі бөлігі",
    "Ссылка или то, что после start=",
    "The link, or what follows start=",
  ],
  block: ["Ботты бұғаттау", "Заблокировать бота", "Block the bot"],
  unblock: ["Бұғаттан шығару", "Разблокировать бота", "Unblock the bot"],
  restart: ["ҚАЙТА БАСТАУ", "НАЧАТЬ ЗАНОВО", "START AGAIN"],
  removeBot: ["Ботты топтан шығару", "Убрать бота из группы", "Remove the bot from the group"],
  addBot: ["Ботты топқа қосу", "Добавить бота в группу", "Add the bot to the group"],
  makeAdmin: ["Ботты әкімші ету", "Сделать бота администратором", "Make the bot an admin"],
  whichGroup: ["Қай топқа", "В какую группу", "To which group"],
  whichChannel: ["Қай арнаға", "В какой канал", "To which channel"],
  newOne: ["Жаңадан ашу", "Создать", "Create a new one"],

  transcript: ["Чатта болғанның бәрі", "Всё, что было в чате", "All that happened in the chat"],
  event_message: ["жазды", "сообщение", "message"],
  event_edit: ["түзетті", "изменение", "edit"],
  event_delete: ["өшірді", "удаление", "deletion"],
  event_press: ["басты", "нажатие", "press"],
  event_answer: ["жауап", "ответ", "answer"],
  event_reaction: ["белгі", "реакция", "reaction"],
  event_commands: ["пәрмендер", "команды", "commands"],
  event_member: ["мүшелік", "участие", "membership"],
  event_pin: ["бекітті", "закрепление", "pin"],
  calls: ["Бот не сұрады", "Что спрашивал бот", "What the bot asked"],
  callsNone: ["Бот әлі ештеңе сұраған жоқ", "Бот пока ничего не спрашивал", "The bot has asked nothing yet"],
  callsErrors: ["Қабылданбағандары", "Что не принято", "What was refused"],
  saveJson: ["JSON етіп жүктеу", "Скачать как JSON", "Download as JSON"],
  empty: ["Әзірге бос", "Пока пусто", "Nothing yet"],
  faults: ["Байланыс ақаулары", "Сбои связи", "Faults of the network"],
  faultsHint: [
    "Бот нашар байланысқа төзе ме? Әр жүз сұраудың нешеуі бұзылсын:",
    "Выдержит ли бот плохую связь? Сколько из ста запросов портить:",
    "Does the bot bear a bad link? Of each hundred requests spoil:",
  ],
  rate_429: ["«тым жиі» деп бас тарту (429)", "отказ «слишком часто» (429)", "refused as too many (429)"],
  rate_500: ["сервер қатесі (500)", "ошибка сервера (500)", "server error (500)"],
  rate_502: ["сервер қолжетімсіз (502)", "сервер недоступен (502)", "bad gateway (502)"],
  rate_cut_before: ["жеткізбей үзу", "обрыв до получения", "cut before it arrived"],
  rate_cut_after: ["жеткізіп барып үзу", "обрыв после получения", "cut after it arrived"],
  rate_late_duplicate: ["кешігіп қайта келу", "запоздалый повтор", "late duplicate"],
  delayMin: ["Кідіріс, секунд: кемі", "Задержка, секунд: от", "Delay, seconds: from"],
  delayMax: ["Кідіріс, секунд: көбі", "Задержка, секунд: до", "Delay, seconds: to"],
  seed: ["Бастапқы сан (seed)", "Начальное число (seed)", "Seed"],
  onlyMethods: ["Тек мына әдістер (үтірмен)", "Только эти методы (через запятую)", "Only these methods (by comma)"],
  allWell: ["Ақаусыз", "Без сбоев", "No faults"],
  badLink: ["Ауылдағы нашар байланыс", "Плохая связь в ауле", "A bad village link"],
  pace: ["Телеграм шектеулері", "Ограничения Телеграма", "Telegram's pace"],
  paceOn: ["Шектеулер қосулы", "Ограничения включены", "Limits are on"],
  global_per_second: ["Барлығы секундына", "Всего в секунду", "In all a second"],
  chat_per_second: ["Бір чатта секундына", "В одном чате в секунду", "In one chat a second"],
  group_per_minute: ["Бір топта минутына", "В одной группе в минуту", "In one group a minute"],
  window: ["Қалай санайды", "Как считать", "How it counts"],
  bucket: ["қоры бар (bucket)", "с запасом (bucket)", "with a reserve (bucket)"],
  rolling: ["жылжымалы терезе (rolling)", "скользящее окно (rolling)", "rolling window"],
  about: ["Бұл не?", "Что это?", "What is this?"],
  aboutText: [
    "Бұл — Телеграмның осы компьютердегі үлгісі. Мұнда жазғаныңызды нағыз Телеграм көрмейді. Сынақ алаңы тоқтаса, бәрі ұмытылады: қайта іске қосқанда басынан басталады.",
    "Это Телеграм, устроенный на этом компьютере. Настоящий Телеграм не видит того, что вы здесь пишете. Когда площадку останавливают, всё забывается: следующий запуск начинается с чистого листа.",
    "This is Telegram played on this computer. The real Telegram sees nothing of what you write here. When the sandbox is stopped, everything is forgotten: the next start begins anew.",
  ],
};

export let language = pick();

function pick() {
  const wanted = [remembered.get("language"), ...(navigator.languages ?? [])].map((code) => code?.slice(0, 2));
  return wanted.find((code) => ORDER.includes(code)) ?? "kk";
}

export function setLanguage(code) {
  language = code;
  remembered.set("language", code);
}

/** The text `key` in the page's language, its `{names}` filled from `values`. */
export function t(key, values = {}) {
  return TEXTS[key][ORDER.indexOf(language)].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// Making a formatter is far dearer than using it, and every bubble needs one.
const formatters = new Map();

function format(date, kind, options) {
  const key = `${language} ${kind}`;
  if (!formatters.has(key)) formatters.set(key, new Intl.DateTimeFormat(language, options));
  return formatters.get(key).format(date);
}

export function timeOf(seconds) {
  return format(new Date(seconds * 1000), "time", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

// Browsers say that they know Kazakh and then write "M11".
const MONTHS = "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split(" ");

export function dayOf(seconds) {
  const day = new Date(seconds * 1000);
  const daysAgo = Math.round((midnight(new Date()) - midnight(day)) / 86_400_000);
  if (daysAgo === 0) return t("today");
  if (daysAgo === 1) return t("yesterday");
  const parts = { day: "numeric", month: "long" };
  const sameYear = day.getFullYear() === new Date().getFullYear();
  if (language === "kk") return `${sameYear ? "" : `${day.getFullYear()} ж. `}${day.getDate()} ${MONTHS[day.getMonth()]}`;
  return sameYear ? format(day, "day", parts) : format(day, "date", { ...parts, year: "numeric" });
}

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

export function sizeOf(bytes) {
  const units = language === "en" ? ["B", "KB", "MB"] : ["Б", "КБ", "МБ"];
  const step = bytes < 1024 ? 0 : bytes < 1024 * 1024 ? 1 : 2;
  const number = bytes / 1024 ** step;
  const written = language === "kk" ? "ru" : language;
  return `${number.toLocaleString(written, { maximumFractionDigits: step && number < 100 ? 1 : 0 })} ${units[step]}`;
}

export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds || 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
