import { effect, type ReadonlySignal, type Signal, untracked } from '@preact/signals';
import { createFilmStrip } from '../film-strip/film-strip.ts';
import type { Picture } from '../film-strip/picture.ts';
import { createHubModels, type HubModels } from '../hub/hub-models.ts';
import { type AssistantLife, createAssistantLife } from './assistant-life.ts';
import { chooseModel } from './choose-model.ts';
import { type ColorScheme, createColorScheme } from './color-scheme.ts';
import { type Conversation, createConversation } from './conversation.ts';
import { createFramePictures } from './frame-pictures.ts';
import { createOfflineReadiness } from './offline.ts';
import { openChosenAssistant } from './open-chosen-assistant.ts';
import { createSettings, type Settings } from './settings.ts';
import { createVideoChoice, type VideoChoice } from './video-choice.ts';
import { createVideoPlanning, type VideoPlanning } from './video-planning.ts';
import { createWatchedVideos } from './watched-videos.ts';

/** All state of the page: small parts that know only what they are given. */
export interface AppState {
  readonly settings: Settings;
  readonly hub: HubModels;
  readonly choice: VideoChoice;
  readonly life: AssistantLife;
  readonly planning: VideoPlanning;
  readonly pictures: ReadonlySignal<ReadonlyMap<number, Picture>>;
  readonly conversation: Conversation;
  readonly colorScheme: Signal<ColorScheme>;
  readonly isOfflineReady: ReadonlySignal<boolean>;
}

/** Puts the parts together. */
export function createAppState(): AppState {
  const settings = createSettings();
  const filmStrip = createFilmStrip();
  const choice = createVideoChoice(filmStrip);
  const life = createAssistantLife(settings.assistant, openChosenAssistant);
  const planning = createVideoPlanning(choice.video, settings.reduction, life);
  const watched = createWatchedVideos(choice.video, settings.reduction, life);
  const conversation = createConversation(watched, life.refresh);
  const hub = createHubModels(
    (model) => chooseModel(settings, { kind: 'hub', ...model }),
    (id) => {
      const { value: used } = settings.model;
      const isUsed = used.kind === 'hub' && used.reference.startsWith(`${id}@`);
      if (isUsed) chooseModel(settings, { kind: 'embedded' });
    },
  );

  // Another video is another conversation; another model has a reduction of its own.
  effect(() => {
    choice.video.value;
    untracked(() => {
      conversation.clear();
      watched.clear();
      settings.startSeconds.value = undefined;
      settings.endSeconds.value = undefined;
    });
  });
  effect(() => {
    const { model } = settings.assistant.value;
    untracked(() => {
      conversation.stop();
      // A model that somebody brings is opened at once, so that they see whether it can be used.
      if (model.kind !== 'embedded') life.get().catch(() => {});
    });
  });
  // What was wrong with the last question may be right by now.
  effect(() => {
    settings.reduction.value;
    settings.assistant.value;
    untracked(conversation.dismissProblem);
  });

  return {
    settings,
    hub,
    choice,
    life,
    planning,
    pictures: createFramePictures(choice.video, planning.plan, filmStrip),
    conversation,
    colorScheme: createColorScheme(),
    isOfflineReady: createOfflineReadiness(life.description),
  };
}
