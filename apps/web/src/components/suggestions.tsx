import { useEffect, useState } from 'preact/hooks';
import type { AppState } from '../state/app-state.ts';
import type { ChosenVideo } from '../state/video-choice.ts';

/** Questions in the words of a model that knows drawn shapes. */
const aboutShapes = ['Describe the video.', 'What shape appears?', 'What colour is it?', 'Where does it go?'];
const aboutAnything = ['What happens in this video?', 'Describe the scene.', 'Who or what can be seen?'];

/** Questions to begin with. */
export function Suggestions({ state, video }: { readonly state: AppState; readonly video: ChosenVideo }) {
  const knows = state.life.description.value?.knows;
  const isEmbedded = state.settings.model.value.kind === 'embedded';
  const about = useQuestionsAbout(video.name);
  const ofClip = isEmbedded ? about : [];
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

/** Questions about a bundled clip, which are fetched after the first paint; none until then and for other videos. */
function useQuestionsAbout(name: string): readonly string[] {
  const [found, setFound] = useState<{ readonly name: string; readonly questions: readonly string[] }>();
  useEffect(() => {
    let isWanted = true;
    import('../first-screen/clip-questions.ts').then(
      ({ questionsAbout }) => isWanted && setFound({ name, questions: questionsAbout(name) }),
      () => {},
    );
    return () => {
      isWanted = false;
    };
  }, [name]);
  return found?.name === name ? found.questions : [];
}
