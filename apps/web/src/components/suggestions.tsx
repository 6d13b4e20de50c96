import { questionsAbout } from '../first-screen/clips.ts';
import type { AppState } from '../state/app-state.ts';
import type { ChosenVideo } from '../state/video-choice.ts';

/** Questions in the words of a model that knows drawn shapes. */
const aboutShapes = ['Describe the video.', 'What shape appears?', 'What colour is it?', 'Where does it go?'];
const aboutAnything = ['What happens in this video?', 'Describe the scene.', 'Who or what can be seen?'];

/** Questions to begin with. */
export function Suggestions({ state, video }: { readonly state: AppState; readonly video: ChosenVideo }) {
  const knows = state.life.description.value?.knows;
  const isEmbedded = state.settings.model.value.kind === 'embedded';
  const ofClip = isEmbedded ? questionsAbout(video.name) : [];
  const general = isEmbedded || knows !== undefined ? aboutShapes : aboutAnything;
  const questions = ofClip.length > 0 ? ofClip : general;
  return (
    <div class="suggestions">
      <h2>What would you like to know?</h2>
      <ul>
        {questions.map((question) => (
          <li key={question}>
            <button
              type="button"
              class="chip"
              onClick={() => void state.conversation.ask({ text: question })}
            >
              {question}
            </button>
          </li>
        ))}
      </ul>
      {knows !== undefined && (
        <p class="note">
          This model knows {knows}.{' '}
          {ofClip.length === 0 && 'About other things it answers with confidence, and wrongly.'}
        </p>
      )}
    </div>
  );
}
