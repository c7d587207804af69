// longform_creative_writing.js

// --- New Leaderboard Data ---
let leaderboardDataLongformV3 = `model_name,overall_score_100,avg_chapter_length,vocab_complexity,slop_score,repetition_score,chapter1_avg,final_judgement_avg
*example-1,86.3,6264,24.68,5.64,5.0,17.51,17.78
gpt-example-high-reasoning-high-reasoning,73.1,10225,23.88,10.76,3.3,15.89,15.79`

// --- New Slop Data ---
const slopData = `
##### example-1
`
